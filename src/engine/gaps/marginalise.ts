import type { GapMethod } from './method';

export const marginalise: GapMethod = {
  id: 'marginalise',
  doc: 'Sum the missing features out of P(x, y): exact, and nothing is fitted again. For models of P(x, y).',
  serves: (model) => model.takesGaps,
  isUsual: () => true,
  prepare: ({ model }) =>
    Promise.resolve({ predictProba: (x) => model.predictProba(x), notes: [], dispose: () => undefined }),
};
