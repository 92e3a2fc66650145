import { Problem } from '../../data/problem';
import { requireCapability } from '../capability';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';

/** The models of a cell, all of which must classify. Throws a `Problem` at the place of one that does not. */
export async function classifiersOf({ plan, trainer, signal }: TaskContext): Promise<TrainedModel[]> {
  for (const request of plan.models) requireCapability(trainer.cardOf(request), 'Classifier', request.at);
  const models: TrainedModel[] = [];
  for (const request of plan.models) {
    if (signal.aborted) break;
    models.push(await trainer.obtain(request));
  }
  if (models.length === 0) throw new Problem('interrupted', 'The run was stopped before anything was learned.');
  return models;
}
