import { Problem } from '../../data/problem';
import type { Capability } from '../../protocol/cards';
import { requireCapability } from '../capability';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';

/** The models of a cell; fewer where the user stopped the run. Throws a `Problem` at the place of one that cannot do this. */
export async function obtainAll(
  { plan, trainer, signal }: TaskContext,
  capability: Capability,
): Promise<TrainedModel[]> {
  for (const request of plan.models) requireCapability(trainer.cardOf(request), capability, request.at);
  const models: TrainedModel[] = [];
  for (const request of plan.models) {
    if (signal.aborted) break;
    models.push(await trainer.obtain(request));
  }
  if (models.length === 0) throw new Problem('interrupted', 'The run was stopped before anything was learned.');
  return models;
}
