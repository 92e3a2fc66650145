import { Problem, unknown } from '../../data/problem';
import type { Dataset } from '../../data/dataset';
import { listed } from '../../data/words';
import type { ModelRequest } from '../../protocol/plan';
import { findRatingModel, ratingModels } from '../models/index';
import type { Options } from '../model';
import type { RatingModelSpec } from '../ratingModel';
import { createRng } from '../../data/random';
import { CostMeter, savedBytes } from '../training/costs';
import { FitWatch } from '../training/fitWatch';
import { modelKey, stoppedKey } from '../training/keys';
import { resolveOptions } from '../training/options';
import { ModelStore } from '../training/store';
import type { TrainerSetting } from '../training/trainer';
import { assembleRatings } from './assemble';
import type { RatingDataset } from './assemble';
import { restoreRatings, TrainedRatings } from './trained';
import type { RatingFacts } from './trained';

/** Trains models of ratings, or fetches what was trained before: the counterpart of `Trainer`. */
export class RatingTrainer {
  private readonly store: ModelStore;

  constructor(private readonly setting: TrainerSetting) {
    this.store = new ModelStore(setting.memory, setting.environment);
  }

  /** The data, if it holds ratings. Throws a `Problem` that says how to name them. */
  dataset(): RatingDataset {
    const { dataset } = this.setting;
    if (!dataset.ratings) throw noRatings(dataset);
    if (dataset.parts.folds) {
      const message = 'ratings are judged on one split, not on folds: write split: {test: 0.25, seed: 0}';
      throw new Problem('invalid-split', message, ['split', 'folds']);
    }
    return dataset as RatingDataset;
  }

  /** A model that was trained before: by its name, or for the same data and options; else it is fitted. */
  async obtain(request: ModelRequest): Promise<TrainedRatings> {
    const dataset = this.dataset();
    if (request.model === undefined) return this.recall(request, dataset);
    const spec = findRatingModel(request.model);
    if (!spec) throw this.unknownModel(request);
    const options = resolveOptions(spec.card.parameters, request.options, request.at);
    const key = await modelKey(dataset, spec.card.id, options, this.setting.seed);
    const saved = await this.store.read(key);
    return saved ? restoreRatings(request.name, spec, saved) : this.fit(request, spec, options, key, dataset);
  }

  private async recall(request: ModelRequest, dataset: RatingDataset): Promise<TrainedRatings> {
    const { trained } = this.setting;
    const reference = Object.hasOwn(trained, request.ref) ? trained[request.ref] : undefined;
    const spec = reference && findRatingModel(reference.model);
    if (!reference || !spec) throw this.unknownModel(request);
    const saved = await this.store.read(reference.key);
    if (!saved) {
      const message = `${request.ref} is no longer kept; run the cell that trains it again`;
      throw new Problem('model-forgotten', message, request.at);
    }
    const model = restoreRatings(request.name, spec, saved).over(dataset.ratings);
    if (model) return model;
    const { item } = dataset.ratings;
    const message = `${request.ref} knows none of the values of ${item.name} in ${dataset.plan.path}: it was trained on other items; train it on this data`;
    throw new Problem('other-data', message, request.at);
  }

  private async fit(
    { name, at }: ModelRequest,
    spec: RatingModelSpec,
    options: Options,
    key: string,
    dataset: RatingDataset,
  ): Promise<TrainedRatings> {
    const { environment, signal, seed } = this.setting;
    const nothing = { features: [], columns: [], logScale: 0 };
    // without features there is no plane to draw while it trains
    const watch = new FitWatch(name, spec.card, { ...dataset, features: [] }, nothing, environment);
    const meter = new CostMeter(environment);
    await watch.begin();
    const rng = createRng(seed).fork(spec.card.id);
    const fitting = spec.fit(assembleRatings(dataset), options, { rng, signal });
    try {
      let next = await meter.time(() => fitting.next());
      for (; !next.done; next = await meter.time(() => fitting.next())) await watch.step(next.value);
      const fitted = next.value;
      const { user, item, rating } = dataset.ratings;
      const facts: RatingFacts = {
        options,
        seed,
        key: signal.aborted ? await stoppedKey(key, watch.steps) : key,
        user: { name: user.name, ids: user.ids },
        item: { name: item.name, ids: item.ids },
        rating: rating.name,
        cost: meter.cost(fitted.parameters, watch.steps),
        history: watch.history.points(),
        notes: fitted.notes,
        interrupted: signal.aborted,
      };
      const model = new TrainedRatings(name, spec.card, facts, fitted);
      const saved = model.save();
      facts.cost.bytes = savedBytes(saved);
      const trouble = await this.store.write(facts.key, saved);
      if (trouble !== undefined) facts.notes.push(trouble);
      return model;
    } catch (error) {
      if (!(error instanceof Problem) || !spec.card.parameters.some((option) => option.name === error.at[0]))
        throw error;
      throw new Problem(error.code, error.message, [...at, ...error.at]);
    }
  }

  private unknownModel({ ref, at }: ModelRequest): Problem {
    const names = Object.keys(this.setting.trained);
    return unknown('model', ref, [...names, ...ratingModels.map(({ card }) => card.id)], at);
  }
}

/** How columns of ratings are mostly called. */
const usual = {
  user: /^(user|reader|customer|viewer|member|person|who)(_?(id|name))?$/i,
  item: /^(item|movie|film|book|product|song|track|title|game)(_?(id|name))?$/i,
  rating: /^(rating|score|stars|value)s?$/i,
};

function noRatings({ columns, plan }: Dataset): Problem {
  const names = columns.map(({ name }) => name);
  const guess = (role: keyof typeof usual) => names.find((name) => usual[role].test(name)) ?? 'column';
  const example = `ratings: {user: ${guess('user')}, item: ${guess('item')}, rating: ${guess('rating')}}`;
  const message = `models of ratings need to know who rated what in ${plan.path}: write ${example} into the data cell; columns: ${listed(names, 12)}`;
  return new Problem('no-ratings', message);
}
