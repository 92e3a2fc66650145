import { takeRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { listed } from '../../../data/words';
import type { Classifier, FitContext, Fitted, FitStep, Options, TrainingData } from '../../model';
import { asClassifier } from '../../posterior';
import type { EmState } from './expectationMaximisation';
import { gaussianClasses } from './gaussianClasses';
import { componentsOf, joinClasses } from './gaussianParameters';
import type { GaussianParameters } from './gaussianParameters';
import { scarceNotes } from './gapPrior';
import { searchMixture } from './mixtureSearch';
import type { Found, MixtureProblem } from './mixtureSearch';
import { isIncomplete, seenRows } from './incomplete';
import { hasGaps } from './missing';
import { oneComponent, repeated, wholeOf } from './mixtureStart';
import { classPriors, countRows, emptyClassNotes } from './priors';
import { withUnlabelled } from './unlabelled';

/** One fit of Gaussian mixtures of classes, with what is to be told of it. */
export class MixtureFit {
  private readonly counts: Float64Array;
  /** What was found, and of which classes. */
  private readonly found: { classes: string; result: Found }[] = [];
  private step = 0;

  constructor(
    private readonly data: TrainingData,
    private readonly options: Options,
    private readonly context: FitContext,
    private readonly maximise: MixtureProblem['maximise'],
  ) {
    this.counts = countRows(data.y, data.classes);
  }

  /** Labelled rows alone: each class for itself. */
  async *classByClass(): AsyncGenerator<FitStep, Fitted> {
    const { classes, classNames } = this.data;
    const logPrior = classPriors(this.counts, this.options.priors, classNames).map(Math.log);
    const problems = classNames.map((_, k) => this.problemOf(k));
    // classes that an interrupt leaves no time for are a single Gaussian
    const parts = problems.map(({ whole }) => repeated(whole, oneComponent, 1));
    const logLikelihoods = new Float64Array(classes);
    const joined = () => joinClasses(parts, logPrior);
    const take = (k: number, { parameters, logLikelihood }: EmState) => {
      parts[k] = parameters;
      logLikelihoods[k] = logLikelihood;
    };
    for (const [k, problem] of problems.entries()) {
      const states = searchMixture(problem);
      let next = await states.next();
      for (; !next.done; next = await states.next()) {
        take(k, next.value);
        yield this.stepOf(this.meanLoss(logLikelihoods, k), joined);
      }
      take(k, next.value);
      this.found.push({ classes: classNames[k]!, result: next.value });
      if (this.context.signal.aborted) break;
    }
    return this.finish(joined());
  }

  /** Labelled and unlabelled rows: one likelihood over all classes. */
  async *together(): AsyncGenerator<FitStep, Fitted> {
    const { classes, classNames } = this.data;
    const { priors } = this.options;
    const states = searchMixture({
      ...this.problem(withUnlabelled(this.data), classes),
      ...(priors === undefined ? {} : { priors: classPriors(this.counts, priors, classNames) }),
    });
    let next = await states.next();
    for (; !next.done; next = await states.next()) {
      const { parameters, logLikelihood } = next.value;
      yield this.stepOf(-logLikelihood, () => parameters);
    }
    this.found.push({ classes: 'all classes', result: next.value });
    return this.finish(next.value.parameters);
  }

  /** A class without rows is described by all rows, with a single component. */
  private problemOf(k: number): MixtureProblem {
    const { x, y } = seenRows(this.data);
    const rows = [...y.keys()].filter((i) => y[i] === k);
    const own = rows.length > 0 ? takeRows(x, rows) : x;
    const problem = this.problem({ x: own, y: new Int32Array(own.rows) }, 1);
    return rows.length > 0 ? problem : { ...problem, candidates: [1] };
  }

  private problem(rows: { x: Matrix; y: Int32Array }, classes: number): MixtureProblem {
    const { components, max_components, n_init, max_iter, tol, reg_covar } = this.options;
    const most = max_components as number;
    const learned = { ...rows, gaps: hasGaps(rows.x), maximise: this.maximise };
    return {
      ...learned,
      ...this.context,
      classes,
      whole: wholeOf(learned),
      candidates: components === 'bic' ? Array.from({ length: most }, (_, i) => i + 1) : [components as number],
      restarts: n_init as number,
      maxIterations: max_iter as number,
      tolerance: tol as number,
      // hardly more variance than the ridge, or a spread of 0.3 % of the feature's
      collapse: Math.max(1.05 * (reg_covar as number), 1e-5),
    };
  }

  private stepOf(loss: number, parameters: () => GaussianParameters): FitStep {
    const { kernel } = this.context;
    const current: Classifier = {
      predictProba: (x) => asClassifier(gaussianClasses(parameters(), kernel))!.predictProba(x),
    };
    return { step: ++this.step, loss, current };
  }

  /** -log p(x | y) of a row, over the classes up to k. */
  private meanLoss(logLikelihoods: Float64Array, k: number): number {
    let sum = 0;
    let rows = 0;
    for (let seen = 0; seen <= k; seen++) {
      sum -= this.counts[seen]! * logLikelihoods[seen]!;
      rows += this.counts[seen]!;
    }
    return rows > 0 ? sum / rows : 0;
  }

  private finish(parameters: GaussianParameters): Fitted {
    const notes = [...emptyClassNotes(this.counts, this.data.classNames), ...this.notesOn(parameters)];
    return gaussianClasses({ ...parameters, notes }, this.context.kernel);
  }

  private notesOn(parameters: GaussianParameters): string[] {
    const { components, max_iter, reg_covar } = this.options;
    const numbers = countRows(componentsOf(parameters).classOf, this.data.classes);
    const present = this.data.classNames.map((name, k) => ({ name, rows: this.counts[k]!, number: numbers[k]! }));
    const told = (of: { name: string; number: number }[]) => listed(of.map(({ name, number }) => `${name} ${number}`));
    const fewer =
      components === 'bic' ? [] : present.filter(({ rows, number }) => rows > 0 && number < (components as number));
    const which = (wanted: (result: Found) => boolean) =>
      listed(this.found.filter(({ result }) => wanted(result)).map(({ classes }) => classes));
    const collapsed = which((result) => result.collapsed > 0);
    const flat = which((result) => result.flat);
    const gaps = isIncomplete(this.data) && hasGaps(withUnlabelled(this.data).x);
    const square = this.options.covariance === 'full' || this.options.covariance === 'tied';
    const unfinished = this.context.signal.aborted ? '' : which((result) => !result.converged);
    return [
      ...(components === 'bic' ? [`Components of each class, chosen by BIC: ${told(present)}.`] : []),
      ...(gaps
        ? [
            'Components were sought on the rows without empty cells or, where these are few, with cells filled in by chance; ' +
              'the mixture then learned from all rows as they are.',
          ]
        : []),
      ...(square ? scarceNotes({ ...seenRows(this.data), classNames: this.data.classNames }) : []),
      ...(fewer.length > 0
        ? [`There are fewer different rows than components, so there are fewer components: ${told(fewer)}.`]
        : []),
      ...(collapsed
        ? [
            'Some components have shrunk onto one or two rows, or onto rows that agree in a feature ' +
              `(${collapsed}): choose fewer components or a larger reg_covar.`,
          ]
        : []),
      ...(flat
        ? [
            `Features are constant or linearly dependent, or rows are too few; only reg_covar = ${reg_covar as number} ` +
              `keeps the variance up (${flat}).`,
          ]
        : []),
      ...(unfinished
        ? [`The likelihood was still growing after max_iter = ${max_iter as number} iterations (${unfinished}).`]
        : []),
    ];
  }
}
