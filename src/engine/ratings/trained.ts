import type * as z from 'zod';
import type { Ratings } from '../../data/ratings';
import type { Json, ModelCard } from '../../protocol/cards';
import type { SavedModel } from '../../protocol/messages';
import type { Metrics, ModelResult } from '../../protocol/result';
import { savedRatings } from '../../protocol/savedRatings';
import { damaged } from '../models/shared/saved';
import type { FittedRatings, RatingModelSpec } from '../ratingModel';
import { reportOf, savedAs } from '../training/report';

export type RatingFacts = z.infer<typeof savedRatings>['facts'];

const sides = ['user', 'item'] as const;

/** A trained model of ratings, with the users and items that it numbers. */
export class TrainedRatings {
  constructor(
    readonly name: string,
    readonly card: ModelCard,
    readonly facts: RatingFacts,
    readonly fitted: FittedRatings,
    /** What the model numbers, by number: those of its training, or those of other data. */
    readonly ids = { user: facts.user.ids, item: facts.item.ids },
    /** Numbers of those that the training did not have. */
    readonly strangers = { user: new Set<number>(), item: new Set<number>() },
  ) {}

  /**
   * The same model for the users and items of other data, by their names there. Those that it does not know count as average
   * ones. Undefined: it knows none of the items, so that there is nothing to tell them apart by.
   */
  over({ user, item }: Pick<Ratings, 'user' | 'item'>): TrainedRatings | undefined {
    const others = { user: user.ids, item: item.ids };
    if (sides.every((side) => sameIds(this.facts[side].ids, others[side]))) return this;
    const numbers = {
      user: numbersOf(this.facts.user.ids, others.user),
      item: numbersOf(this.facts.item.ids, others.item),
    };
    if (numbers.item.every((e) => e < 0)) return undefined;
    const strangers = { user: strangersOf(numbers.user), item: strangersOf(numbers.item) };
    const fitted = this.fitted.renumbered(numbers.user, numbers.item);
    return new TrainedRatings(this.name, this.card, this.facts, fitted, others, strangers);
  }

  /** What a cell's result says of this model. */
  report(metrics: Metrics): ModelResult {
    return reportOf(this, metrics);
  }

  save(): SavedModel {
    return savedAs(this, this.fitted.save());
  }
}

/** A saved model under a name of the user's choice. Throws a `Problem` when what was saved is damaged. */
export function restoreRatings(name: string, spec: RatingModelSpec, saved: SavedModel): TrainedRatings {
  const { success, data, error } = savedRatings.safeParse(saved);
  if (!success) {
    const [issue] = error.issues;
    throw damaged(`${issue!.path.join('.') || 'the whole'}: ${issue!.message}`);
  }
  if (data.model !== spec.card.id) throw damaged(`it is a ${data.model}, expected ${spec.card.id}`);
  const fitted = spec.restore(data.state as { [name: string]: Json });
  for (const side of sides) {
    const [learned, named] = [fitted.counts[side].length, data.facts[side].ids.length];
    if (learned !== named) throw damaged(`it learned of ${learned} ${side}s and names ${named}`);
  }
  return new TrainedRatings(name, spec.card, data.facts, fitted);
}

function sameIds(ids: readonly string[], others: readonly string[]): boolean {
  return ids.length === others.length && ids.every((id, e) => id === others[e]);
}

/** The number of each of `others` in `ids`; -1 where it is not there. */
function numbersOf(ids: readonly string[], others: readonly string[]): Int32Array {
  const numbers = new Map(ids.map((id, e) => [id, e]));
  return Int32Array.from(others, (id) => numbers.get(id) ?? -1);
}

function strangersOf(numbers: Int32Array): Set<number> {
  return new Set([...numbers.keys()].filter((e) => numbers[e]! < 0));
}
