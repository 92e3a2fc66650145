import { rowOf, stackRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { stepsOf } from '../../data/sequenceEncoding';
import { grouped, listed } from '../../data/words';
import type { FitContext, Fitted, FitStep, Options, TrainingData } from '../model';
import { logEvidence, posterior } from '../posterior';
import { classPriors, countRows, emptyClassNotes } from '../models/shared/priors';
import { baumWelch, inOrderOfEmissions } from './baumWelch';
import type { ChainShape, WeightedSequences } from './baumWelch';
import { chainClasses } from './chainClasses';
import { Passes } from './hiddenChain';
import type { HiddenChain } from './hiddenChain';
import { searchChain, searchedSteps, startChain, totalSteps } from './search';
import type { FoundChain } from './search';

/** Sequences of less weight than this in a class are not looked at. */
const leastWeight = 1e-10;

/** Fits a hidden Markov model to each class, and goes on with the sequences without a label where there are any. */
export class ChainFit {
  private readonly shape: ChainShape;
  private readonly counts: Float64Array;
  private readonly found: FoundChain[] = [];
  private readonly sequences: WeightedSequences[];
  /** Log-likelihood of each class, of a single state as long as none is found. */
  private readonly logLikelihoods: Float64Array;
  private step = 0;

  constructor(
    private readonly data: TrainingData,
    private readonly options: Options,
    private readonly context: FitContext,
  ) {
    const { names, symbols } = data.sequence ?? { names: ['step'] };
    this.shape = {
      kind: symbols ? 'symbols' : options.covariance === 'full' ? 'full' : 'diagonal',
      states: options.states as number,
      dims: symbols ? 1 : names.length,
      symbols: symbols?.length ?? 0,
      pseudocount: options.pseudocount as number,
      ridge: options.reg_covar as number,
    };
    this.counts = countRows(data.y, data.classes);
    this.logLikelihoods = new Float64Array(data.classes);
    this.sequences = Array.from(this.counts, (count, k) => {
      const own = [...data.y.keys()].filter((i) => data.y[i] === k);
      // a class without rows is described by all rows
      return sequencesOf(data.x, count > 0 ? own : [...data.y.keys()], this.shape.dims);
    });
  }

  async *fit(): AsyncGenerator<FitStep, Fitted> {
    const { classes, unlabelled } = this.data;
    const { rng, signal } = this.context;
    for (let k = 0; k < classes; k++) yield* this.baseline(k);
    for (let k = 0; k < classes; k++) {
      const search = searchChain({
        sequences: this.sequences[k]!,
        shape: this.shape,
        restarts: this.options.restarts as number,
        maxIterations: this.options.max_iter as number,
        tolerance: this.options.tol as number,
        rng: rng.fork(k),
        signal,
      });
      let next = search.next();
      for (; !next.done; next = search.next())
        yield next.value === undefined
          ? { step: this.step }
          : this.stepOf(k, next.value * totalSteps(this.sequences[k]!));
      this.found.push(next.value);
    }
    if (unlabelled && unlabelled.rows > 0 && !signal.aborted) return yield* this.together(unlabelled);
    return this.finish(
      this.found.map(({ chain }) => chain),
      this.logPrior(),
    );
  }

  /** Expectation-maximisation over the labels that are missing, too: each sequence belongs to each class by P(y | x). */
  private async *together(unlabelled: Matrix): AsyncGenerator<FitStep, Fitted> {
    const { data, shape, options, context } = this;
    const x = stackRows([data.x, unlabelled]);
    const labelled = sequencesOf(data.x, [...data.y.keys()], shape.dims);
    const others = sequencesOf(
      unlabelled,
      Array.from({ length: unlabelled.rows }, (_, i) => i),
      shape.dims,
    );
    const steps = Int32Array.from({ length: x.rows }, (_, i) => labelled.steps[i] ?? others.steps[i - data.x.rows]!);
    const sum = Math.max(1, totalSteps({ steps }));
    const passes = new Passes();
    let chains = this.found.map(({ chain }) => chain);
    let logPrior = this.logPrior();
    let before = -Infinity;
    for (let iteration = 1; iteration <= (options.max_iter as number) && !context.signal.aborted; iteration++) {
      const joint = await this.classesOf(chains, logPrior).logJoint(unlabelled);
      const shares = posterior(joint);
      let logLikelihood = logEvidence(joint).reduce((total, value) => total + value, 0);
      const counts = this.counts.slice();
      const nextChains: HiddenChain[] = [];
      for (let k = 0; k < chains.length; k++) {
        const weights = Float64Array.from(steps, (_, i) => {
          if (i < data.x.rows) return data.y[i] === k ? 1 : 0;
          const share = shares.data[(i - data.x.rows) * chains.length + k]!;
          counts[k]! += share;
          return share > leastWeight ? share : 0;
        });
        const rows = Int32Array.from(steps.keys());
        const pass = baumWelch(chains[k]!, { x: x.data, stride: x.columns, rows, steps, weights }, shape, passes);
        let next = pass.next();
        for (; !next.done; next = pass.next()) yield { step: this.step };
        nextChains.push(next.value.next);
      }
      for (let i = 0; i < data.x.rows; i++) {
        const k = data.y[i]!;
        logLikelihood += logPrior[k]! + passes.logDensity(chains[k]!, x.data, i * x.columns, steps[i]!);
      }
      yield { step: ++this.step, loss: -logLikelihood / sum };
      if (logLikelihood - before < (options.tol as number) * sum) break;
      before = logLikelihood;
      chains = nextChains;
      logPrior = this.logPrior(counts);
    }
    return this.finish(chains, logPrior);
  }

  private logPrior(counts = this.counts): Float64Array {
    return classPriors(counts, this.options.priors, this.data.classNames).map(Math.log);
  }

  /** Steps that do not depend on each other. */
  private async *baseline(k: number): AsyncGenerator<FitStep, void> {
    const { sequences, shape, context } = this;
    const alone = { ...shape, states: 1 };
    const passes = new Passes();
    let chain = startChain(sequences[k]!, alone, context.rng.fork('alone'));
    for (let iteration = 0; iteration < 2 && !context.signal.aborted; iteration++) {
      const pass = baumWelch(chain, sequences[k]!, alone, passes);
      let next = pass.next();
      for (; !next.done; next = pass.next()) {
        yield { step: this.step };
        if (context.signal.aborted) return;
      }
      chain = next.value.next;
      this.logLikelihoods[k] = next.value.logLikelihood;
    }
  }

  /** The loss is the mean of -log p(x_t | x_1 ... x_(t-1), y) over the steps of all classes. */
  private stepOf(k: number, logLikelihood: number): FitStep {
    this.logLikelihoods[k] = logLikelihood;
    const steps = this.sequences.reduce((sum, own) => sum + totalSteps(own), 0);
    const sum = this.logLikelihoods.reduce((total, value) => total + value, 0);
    return { step: ++this.step, loss: -sum / Math.max(1, steps) };
  }

  private classesOf(chains: HiddenChain[], logPrior: Float64Array, notes: string[] = []) {
    const { shape, sequences, data } = this;
    const lengths = sequences.map(({ steps }) => steps);
    return chainClasses({ logPrior, chains, shape, lengths, width: data.x.columns, notes });
  }

  private finish(chains: HiddenChain[], logPrior: Float64Array): Fitted {
    const ordered = chains.map((chain) => inOrderOfEmissions(chain, this.shape));
    return this.classesOf(ordered, logPrior, [...emptyClassNotes(this.counts, this.data.classNames), ...this.notes()]);
  }

  private notes(): string[] {
    const { max_iter, states } = this.options;
    const { classNames } = this.data;
    const which = (wanted: (k: number) => boolean) => listed(classNames.filter((_, k) => wanted(k)));
    const many = which((k) => totalSteps(this.sequences[k]!) > searchedSteps);
    const growing = this.context.signal.aborted ? '' : which((k) => !this.found[k]!.converged);
    const few = which((k) => totalSteps(this.sequences[k]!) < 10 * (states as number));
    return [
      ...(many
        ? [
            `Starts were compared on ${grouped(searchedSteps)} steps drawn at random, and the best went on with all (${many}).`,
          ]
        : []),
      ...(growing
        ? [`The likelihood was still growing after max_iter = ${max_iter as number} iterations (${growing}).`]
        : []),
      ...(few
        ? [
            `There are fewer than ten steps for each of ${states as number} states (${few}): what a state emits is hardly known.`,
          ]
        : []),
    ];
  }
}

function sequencesOf(x: Matrix, rows: readonly number[], dims: number): WeightedSequences {
  const steps = Int32Array.from(rows, (i) => stepsOf(rowOf(x, i), dims));
  return { x: x.data, stride: x.columns, rows: Int32Array.from(rows), steps };
}
