import { asOneClass } from '../data/dataset';
import type { Dataset } from '../data/dataset';
import type { Capability } from '../protocol/cards';
import type { TrainedReference } from '../protocol/messages';
import type { ModelRequest } from '../protocol/plan';
import { findModel } from './models/index';

/** What a model of P(x, y) has at least one of. */
const joint: readonly Capability[] = ['Density', 'BoundedDensity', 'UnnormalisedDensity', 'Sampler'];

/**
 * The data of a verb whose models learn how rows are distributed: where no target is named they learn P(x), with all rows
 * in one class. As it is where there is a target, or where a model can do nothing but tell classes apart.
 */
export function wholeWithoutTarget(
  dataset: Dataset,
  requests: readonly ModelRequest[],
  trained: { readonly [name: string]: TrainedReference },
): Dataset {
  const learnsRows = ({ model, ref }: ModelRequest) =>
    findModel(model ?? trained[ref]?.model ?? ref)?.card.capabilities.some((one) => joint.includes(one)) ?? false;
  if (dataset.target || dataset.ratings || requests.length === 0 || !requests.every(learnsRows)) return dataset;
  const notes = [...dataset.notes, 'No target is named: the models learn P(x), with all rows in one class.'];
  return { ...asOneClass(dataset), notes };
}
