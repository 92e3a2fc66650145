import type { Dataset, LabelledDataset } from '../../data/dataset';
import { requireTarget } from '../../data/dataset';
import type { Encoding } from '../../data/encoding';
import { Problem, unknown } from '../../data/problem';
import type { CellPath } from '../../data/problem';
import { createRng } from '../../data/random';
import type { ModelCard } from '../../protocol/cards';
import type { TrainedReference } from '../../protocol/messages';
import type { ModelRequest } from '../../protocol/plan';
import { requireReads } from '../capability';
import { assemble, inputOf, learnsUnlabelled } from './assemble';
import { completeRows } from './columns';
import { CostMeter, savedBytes, timePrediction } from './costs';
import type { Environment } from '../environment';
import { FitWatch } from './fitWatch';
import { modelKey, stoppedKey } from './keys';
import type { EngineMemory } from '../memory';
import type { ModelSpec, Options, TrainingData } from '../model';
import { breathInterval, Pace } from '../pace';
import { findModel, findRatingModel, models } from '../models/index';
import { resolveOptions } from './options';
import { ModelStore } from './store';
import { restore, TrainedModel } from './trained';

/** What a trainer works with. */
export interface TrainerSetting {
  dataset: Dataset;
  environment: Environment;
  memory: EngineMemory;
  signal: AbortSignal;
  seed: number;
  /** Models that can learn also from the rows that have no class. Default: no. */
  unlabelled?: boolean;
  /** Trained models that the notebook knows by name. */
  trained: { [name: string]: TrainedReference };
}

/** Rows as a model reads them, see `TrainedModel.encode`. */
export interface EncodedRows extends Pick<TrainingData, 'x' | 'y' | 'unlabelled'> {
  /** What the columns are, where they are not those of the model, such as some of them. */
  encoding?: Encoding;
}

interface Prepared {
  spec: ModelSpec;
  options: Options;
  dataset: LabelledDataset;
  /** Under which the model is kept, once it is trained to the end. */
  key: string;
}

/** Rows of the file that a prediction is timed with. */
const timedRows = 4096;
/** The same of texts, each token of which is looked at beside all others. */
const timedTexts = 128;

/** Trains the models of a run, or fetches what was trained before; frees them all at the end. */
export class Trainer {
  private readonly store: ModelStore;

  constructor(
    private readonly setting: TrainerSetting,
    private readonly alive: TrainedModel[] = [],
  ) {
    this.store = new ModelStore(setting.memory, setting.environment);
  }

  /** A trainer for other rows or roles of the same file; what it trains is freed together with the models of this one. */
  over(dataset: Dataset): Trainer {
    return new Trainer({ ...this.setting, dataset }, this.alive);
  }

  /** What is asked for, before anything is trained. Throws a `Problem` for what does not exist. */
  cardOf(request: ModelRequest): ModelCard {
    const id = request.model ?? this.setting.trained[request.ref]?.model ?? request.ref;
    const spec = findModel(id) ?? findRatingModel(id);
    if (!spec) throw this.unknownModel(request);
    return spec.card;
  }

  /** Fits a model of the registry afresh. Throws a `Problem` where the data or the options do not allow it. */
  async fit(request: ModelRequest): Promise<TrainedModel> {
    return this.train(request, await this.prepare(request));
  }

  /** A model that was trained before: by its name, or for the same data and options; a model's id is fitted if need be. */
  async obtain(request: ModelRequest): Promise<TrainedModel> {
    if (request.model === undefined) return this.recall(request);
    const prepared = await this.prepare(request);
    const saved = await this.store.read(prepared.key);
    return saved
      ? this.keep(restore(request.name, prepared.spec, saved, this.setting.environment.kernel))
      : this.train(request, prepared);
  }

  /**
   * The same model fitted afresh to other rows of the data, such as those of a fold; `text` says so while it goes on. Not
   * kept for later cells, and the caller's to dispose of. Stopped by the user: undefined.
   */
  async refit(model: TrainedModel, dataset: LabelledDataset, text: string): Promise<TrainedModel | undefined> {
    const { signal } = this.setting;
    if (signal.aborted) return undefined;
    const spec = findModel(model.card.id)!;
    const { options, key } = model.facts;
    const features = dataset.features.filter(({ name }) => model.reads(name));
    const again = await this.learn(model.name, { spec, options, dataset: { ...dataset, features }, key }, text);
    if (!signal.aborted) return again;
    again.dispose();
    return undefined;
  }

  /**
   * The same model fitted afresh to encoded rows, such as some of the training rows, or with cells filled in: the way from
   * the file to these rows stays that of `model`. Not kept for later cells, and the caller's to dispose of. Stopped by the
   * user: undefined.
   */
  async fitRows(
    model: TrainedModel,
    { encoding = model.facts.encoding, ...rows }: EncodedRows,
  ): Promise<TrainedModel | undefined> {
    const { environment, signal } = this.setting;
    const { card, facts } = model;
    const spec = findModel(card.id)!;
    const { target, options, seed } = facts;
    const data: TrainingData = {
      ...rows,
      classes: target.classes.length,
      classNames: target.classes,
      ...inputOf(encoding),
    };
    const rng = createRng(seed).fork(card.id);
    const breath = new Pace(environment.now, breathInterval);
    const fitting = spec.fit(data, options, { rng, signal, kernel: environment.kernel });
    let next = await fitting.next();
    for (; !next.done; next = await fitting.next()) if (breath.due()) await environment.breathe();
    await environment.breathe();
    const again = new TrainedModel(
      model.name,
      card,
      {
        ...facts,
        encoding,
        classCounts: countsOf(rows.y, target.classes.length),
        history: [],
        notes: next.value.notes,
      },
      next.value,
    );
    if (!signal.aborted) return again;
    again.dispose();
    return undefined;
  }

  dispose(): void {
    for (const model of this.alive.splice(0)) model.dispose();
  }

  private async recall(request: ModelRequest): Promise<TrainedModel> {
    const { trained, environment, dataset } = this.setting;
    const reference = Object.hasOwn(trained, request.ref) ? trained[request.ref] : undefined;
    const spec = reference && findModel(reference.model);
    if (!reference || !spec) throw this.unknownModel(request);
    const saved = await this.store.read(reference.key);
    if (!saved)
      throw new Problem(
        'model-forgotten',
        `${request.ref} is no longer kept; run the cell that trains it again`,
        request.at,
      );
    const model = this.keep(restore(request.name, spec, saved, environment.kernel));
    requireReads(spec, dataset, request.at);
    checkBelongs(model, dataset, request);
    return model;
  }

  private async prepare(request: ModelRequest): Promise<Prepared> {
    const spec = findModel(request.model ?? request.ref);
    if (!spec) throw this.unknownModel(request);
    requireReads(spec, this.setting.dataset, request.at);
    const dataset = requireTarget(this.setting.dataset);
    const options = resolveOptions(spec.card.parameters, request.options, request.at);
    const unlabelled = this.setting.unlabelled === true && learnsUnlabelled(spec, dataset);
    return {
      spec,
      options,
      dataset,
      key: await modelKey(dataset, spec.card.id, options, this.setting.seed, unlabelled),
    };
  }

  private async train({ name, at }: ModelRequest, prepared: Prepared): Promise<TrainedModel> {
    const model = this.keep(await this.learn(name, prepared).catch((error) => rethrowAt(error, prepared.spec, at)));
    await this.completeCost(model, prepared.dataset);
    await this.write(model);
    return model;
  }

  private async learn(name: string, { spec, options, dataset, key }: Prepared, text?: string): Promise<TrainedModel> {
    const { environment, signal, seed } = this.setting;
    const { data, encoding, classCounts, notes } = assemble(dataset, spec, options, this.setting.unlabelled);
    const watch = new FitWatch(name, spec.card, dataset, encoding, environment, text);
    const meter = new CostMeter(environment);
    await watch.begin();
    const rng = createRng(seed).fork(spec.card.id);
    const fitting = spec.fit(data, options, { rng, signal, kernel: environment.kernel });
    let next = await meter.time(() => fitting.next());
    for (; !next.done; next = await meter.time(() => fitting.next())) await watch.step(next.value);
    const fitted = next.value;
    const { name: target, classes } = dataset.target;
    const interrupted = signal.aborted;
    const cost = meter.cost(fitted.parameters, watch.steps);
    return new TrainedModel(
      name,
      spec.card,
      {
        options,
        seed,
        key: interrupted ? await stoppedKey(key, watch.steps) : key,
        target: { name: target, classes },
        classCounts,
        encoding,
        cost,
        history: watch.history.points(),
        notes: [...notes, ...fitted.notes],
        interrupted,
      },
      fitted,
    );
  }

  /** What is known of the cost only when the model is there. */
  private async completeCost(model: TrainedModel, { features, parts }: Dataset): Promise<void> {
    const { environment, signal } = this.setting;
    const { cost } = model.facts;
    if (model.classifies && !signal.aborted) {
      const most = model.readsTokens ? timedTexts : timedRows;
      const rows = completeRows(features, parts.test.length > 0 ? parts.test : parts.train).slice(0, most);
      const x = model.encode(features, rows);
      const time = await timePrediction((each) => model.predictProba(each), x, environment.now, most);
      if (time !== undefined) cost.predictMicrosecondsPerRow = time;
    }
    cost.bytes = savedBytes(model.save());
  }

  /** Keeps a model for later cells; that it cannot be kept for ever must not cost the run. */
  private async write(model: TrainedModel): Promise<void> {
    const trouble = await this.store.write(model.facts.key, model.save());
    if (trouble !== undefined) model.facts.notes.push(trouble);
  }

  private keep(model: TrainedModel): TrainedModel {
    this.alive.push(model);
    return model;
  }

  private unknownModel({ ref, at }: ModelRequest): Problem {
    const names = Object.keys(this.setting.trained);
    return unknown(
      'model',
      ref,
      [...names, ...models.map(({ card }) => card.id).filter((id) => !names.includes(id))],
      at,
    );
  }
}

/** Rows of each class. */
function countsOf(y: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const code of y) counts[code]!++;
  return counts;
}

/** A model knows its own options only: where a problem is about one, it is told where the model stands in the cell. */
function rethrowAt(error: unknown, { card }: ModelSpec, at: CellPath): never {
  if (!(error instanceof Problem) || !card.parameters.some(({ name }) => name === error.at[0])) throw error;
  throw new Problem(error.code, error.message, [...at, ...error.at]);
}

/** Throws a `Problem` when a model was trained on other columns or classes than the data at hand has. */
function checkBelongs(model: TrainedModel, { features, target, plan }: Dataset, { ref, at }: ModelRequest): void {
  const wanted = model.facts.encoding.features.map(({ name }) => name);
  const absent = wanted.filter((name) => !features.some((column) => column.name === name));
  if (absent.length > 0) {
    throw new Problem(
      'other-data',
      `${ref} was trained on columns that ${plan.path} does not offer as features: ${absent.join(', ')}; train it on this data`,
      at,
    );
  }
  const { name, classes } = model.facts.target;
  if (target && (target.name !== name || target.classes.join('\n') !== classes.join('\n'))) {
    throw new Problem(
      'other-data',
      `${ref} was trained to tell apart ${name} (${classes.join(', ')}), which is not the target here; train it on this data`,
      at,
    );
  }
}
