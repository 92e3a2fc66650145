import type { Figure, FigureOf } from '../../src/protocol/figures';
import type { Plan } from '../../src/protocol/plan';
import type { Control, ControlContext } from './control';
import { planeLists } from './planeLists';
import { trainedModels } from './trainedModels';

/** The features over which a decision boundary is drawn; undefined where there is no choice. */
export function planeChooser(
  { plane, panels }: FigureOf<'decision-boundary'>,
  { result, query }: ControlContext,
): Control | undefined {
  const trained = trainedModels(result, panels);
  if (plane.choices.length < 3 || Object.keys(trained).length === 0) return undefined;
  return planeLists(plane, 'The figure', async (x, y, card) => {
    // the plan is the engine's own, returned with the result
    const plan = result.plan as unknown as Plan;
    return inView(await query({ query: 'plane', plan, trained, args: { x, y } }), card.current);
  });
}

/** The answer as the figure before it was looked at. */
function inView(answer: Figure, before: Figure): Figure {
  if (answer.kind !== 'decision-boundary' || before.kind !== 'decision-boundary' || !before.view) return answer;
  return { ...answer, view: before.view };
}
