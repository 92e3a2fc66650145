import type { Parameter } from '../../protocol/cards';

export const seedParameter: Parameter = {
  name: 'seed',
  type: 'integer',
  min: 0,
  max: 2 ** 32 - 1,
  default: 0,
  doc: 'Start of the random numbers: the same cell, data and seed give the same numbers.',
};
