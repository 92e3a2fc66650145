import type { FigureOf } from '../../src/protocol/figures';
import type { Plan } from '../../src/protocol/plan';
import type { Control, ControlContext } from './control';
import { planeLists } from './planeLists';
import { trainedModels } from './trainedModels';

/** The features over which doubt is drawn; undefined where there is no choice. */
export function doubtPlane(
  { plane, ambiguous, unfamiliar }: FigureOf<'uncertainty'>,
  { result, query }: ControlContext,
): Control | undefined {
  const trained = trainedModels(result, [...ambiguous, ...unfamiliar]);
  if (plane.choices.length < 3 || Object.keys(trained).length === 0) return undefined;
  return planeLists(plane, 'The maps', (x, y) =>
    query({
      query: 'uncertainty',
      // the plan is the engine's own, returned with the result
      plan: result.plan as unknown as Plan,
      trained,
      args: { x, y, classifiers: ambiguous.map(({ model }) => model) },
    }),
  );
}
