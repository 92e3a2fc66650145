import type { Parameter } from '../../../protocol/cards';
import type { Options } from '../../model';
import { classWeightParameter } from './classWeights';

/** Training rows up to which the dual is solved exactly; above, nothing that grows with their square is computed. */
export const mostExactRows = 5000;

/** Distance from the optimum, as a share of it, with which an approximate fit ends. */
export const descentGap = 1e-3;

/** Most iterations that `auto` stands for: of the exact dual, and passes over the rows of the approximate fit. */
const autoIterations = { exact: 1_000_000, descent: 1000 };

/** The options of both support vector machines. */
export const marginParameters: Parameter[] = [
  {
    name: 'C',
    type: 'number',
    min: 0,
    above: true,
    default: 1,
    doc: 'Weight of the rows on the wrong side of the margin against its width: smaller values give a wider margin.',
  },
  {
    name: 'tol',
    type: 'number',
    min: 0,
    above: true,
    default: 1e-3,
    doc: 'The exact fit ends when no optimality condition is violated by more.',
  },
  {
    name: 'max_iter',
    type: 'integer',
    min: 1,
    default: 'auto',
    words: [{ value: 'auto', doc: 'a million; above 5,000 rows a thousand passes over the rows' }],
    doc: 'Most iterations for each pair of classes, above 5,000 rows passes over the rows; a fit that needs more says so.',
  },
  classWeightParameter,
];

export function mostIterations(options: Options, method: keyof typeof autoIterations): number {
  return options.max_iter === 'auto' ? autoIterations[method] : (options.max_iter as number);
}
