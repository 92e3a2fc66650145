import type { Parameter } from '../../protocol/cards';

export const seedParameter: Parameter = {
  name: 'seed',
  type: 'integer',
  min: 0,
  max: 2 ** 32 - 1,
  default: 0,
  doc: 'Start of the random numbers: the same cell, data and seed give the same numbers.',
};

/** Numbers of training rows to try. `otherwise`: what is tried where the cell names none. */
export function rowsParameter(otherwise: string): Parameter {
  return {
    name: 'rows',
    type: 'list',
    of: { name: 'rows', type: 'integer', min: 1, doc: 'Training rows of one size.' },
    minItems: 1,
    maxItems: 50,
    doc: `Numbers of training rows to try, such as [10, 20, 40, 80]. Default: ${otherwise}.`,
  };
}

export const drawsParameter: Parameter = {
  name: 'draws',
  type: 'integer',
  min: 1,
  max: 200,
  default: 10,
  doc: 'Times that rows are drawn by chance for each size; the numbers are means over the draws.',
};
