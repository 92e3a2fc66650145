import type { Figure, FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import type { Plan } from '../../src/protocol/plan';
import type { Control, ControlContext } from './control';
import { planeLists } from './planeLists';
import { trainedModels } from './trainedModels';

type Scores = FigureOf<'anomaly-scores'>;

/** The features over which ranked rows are drawn; undefined where there is no choice. */
export function anomalyPlane(figure: Scores, { result, query }: ControlContext): Control | undefined {
  const trained = trainedModels(result, figure.models);
  const rows = rowNumbers(figure);
  if (!figure.plane || figure.plane.choices.length < 3 || !rows || Object.keys(trained).length === 0) return undefined;
  return planeLists(figure.plane, 'The rows', async (x, y, card) => {
    // the plan is the engine's own, returned with the result
    const plan = result.plan as unknown as Plan;
    const answer = await query({ query: 'anomaly-plane', plan, trained, args: { x, y, rows } });
    // as it is by then: the threshold may have moved
    return inPlane(card.current, answer);
  });
}

/** The figure as it is, with places and densities of the answer. */
function inPlane(now: Figure, answer: Figure): Figure {
  if (now.kind !== 'anomaly-scores' || answer.kind !== 'anomaly-scores' || !answer.plane) return now;
  const places = new Map(answer.models.map(({ model, x, y, map, others }) => [model, { x, y, map, others }]));
  return {
    ...now,
    plane: { ...answer.plane, choices: now.plane?.choices ?? answer.plane.choices },
    models: now.models.map((model) => ({ ...model, ...places.get(model.model) })),
  };
}

/** Of each model's ranking; undefined where the numbers are damaged: the figure says so itself. */
function rowNumbers({ models }: Scores): { [model: string]: number[] } | undefined {
  try {
    return Object.fromEntries(models.map(({ model, rows }) => [model, [...unpack(rows)]]));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
