import type { FigureOf } from '../../src/protocol/figures';
import type { Plan } from '../../src/protocol/plan';
import { Asking } from './asking';
import type { Control, ControlContext } from './control';
import { planeLists } from './planeLists';
import { trainedModels } from './trainedModels';

/** The features over which generated rows are drawn; undefined where there is no choice. */
export function samplesPlane(figure: FigureOf<'samples'>, { result, query }: ControlContext): Control | undefined {
  const trained = trainedModels(result, figure.panels);
  if (figure.plane.choices.length < 3 || Object.keys(trained).length < figure.panels.length) return undefined;
  const lists = planeLists(figure.plane.choices, figure.plane);
  return {
    element: lists.element,
    attach(card) {
      const asking = new Asking(card, 'The rows could not be drawn over these features');
      lists.onChange(
        (x, y) =>
          void asking.ask(async () => {
            // the plan is the engine's own, returned with the result
            const plan = result.plan as unknown as Plan;
            const answer = await query({ query: 'samples', plan, trained, args: { x, y } });
            const { current } = card;
            return answer.kind === 'samples' && current.kind === 'samples' && current.shown !== undefined
              ? { ...answer, shown: current.shown }
              : answer;
          }),
      );
    },
  };
}
