import type { FigureOf } from '../../src/protocol/figures';
import type { Plan } from '../../src/protocol/plan';
import type { FigureCard } from '../view/figureCard';
import { Asking } from './asking';
import type { Control, ControlContext } from './control';
import { planeLists } from './planeLists';
import { trainedModels } from './trainedModels';

/** The features over which doubt is drawn; undefined where there is no choice. */
export function doubtPlane(figure: FigureOf<'uncertainty'>, { result, query }: ControlContext): Control | undefined {
  const trained = trainedModels(result, [...figure.ambiguous, ...figure.unfamiliar]);
  if (figure.plane.choices.length < 3 || Object.keys(trained).length === 0) return undefined;
  const lists = planeLists(figure.plane.choices, figure.plane);
  return {
    element: lists.element,
    attach(card: FigureCard) {
      const asking = new Asking(card, 'The maps could not be drawn over these features');
      lists.onChange(
        (x, y) =>
          void asking.ask(() =>
            query({
              query: 'uncertainty',
              // the plan is the engine's own, returned with the result
              plan: result.plan as unknown as Plan,
              trained,
              args: { x, y, classifiers: figure.ambiguous.map(({ model }) => model) },
            }),
          ),
      );
    },
  };
}
