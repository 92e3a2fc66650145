import type { FigureOf } from '../../src/protocol/figures';
import type { Plan } from '../../src/protocol/plan';
import type { Control, ControlContext } from './control';
import { planeLists } from './planeLists';
import { trainedModels } from './trainedModels';

/** The features over which generated rows are drawn; undefined where there is no choice. */
export function samplesPlane(
  { plane, panels }: FigureOf<'samples'>,
  { result, query }: ControlContext,
): Control | undefined {
  const trained = trainedModels(result, panels);
  if (plane.choices.length < 3 || Object.keys(trained).length < panels.length) return undefined;
  return planeLists(plane, 'The rows', async (x, y, card) => {
    // the plan is the engine's own, returned with the result
    const plan = result.plan as unknown as Plan;
    const answer = await query({ query: 'samples', plan, trained, args: { x, y } });
    const { current } = card;
    return answer.kind === 'samples' && current.kind === 'samples' && current.shown !== undefined
      ? { ...answer, shown: current.shown }
      : answer;
  });
}
