import { standardisedMoons } from './data';
import { planOf, runCell } from './engine';
import type { Case } from './case';

/** Held-out -log p(x) of a density in nats, of rows in standard deviations; with classes p(x) is the sum over them. */
export const densityCases: Case[] = [
  { words: 'two moons without classes', target: {} },
  { words: 'two moons with classes', target: { target: 'label' } },
].map(({ words, target }): Case => ({
  name: `normalizing-flow, ${words}`,
  model: 'normalizing-flow',
  data: `${words}, 3,000 rows, noise 0.05`,
  measures: ['-log p(x) of 3,000 other rows', 'seconds'],
  target: '<= 1.30 nats',
  async run(seed, backend) {
    const data = { ...target, features: ['x1', 'x2'], split: { by: 'fold' } };
    const plan = planOf('train', 'normalizing-flow', { seed }, data);
    const csv = standardisedMoons(6000, 0.05, 3000, seed);
    const { result, processorSeconds } = await runCell({ ...plan, show: [] }, csv, backend);
    return [-result.models[0]!.metrics.logDensity!, processorSeconds];
  },
}));

/** Accuracy with three labels of each class, without and with the rows that have none. */
export const fewLabelsCases: Case[] = ['energy-based-model', 'vae-classifier', 'semi-supervised-gan'].map(
  (model): Case => ({
    name: `${model}, three labels`,
    model,
    data: 'two moons, 1,000 rows, noise 0.1, 3 labels per class',
    measures: ['accuracy, labels only', 'accuracy, all rows', 'seconds of three fits'],
    target: 'all rows > labels only',
    async run(seed, backend) {
      const data = { target: 'label', features: ['x1', 'x2'], split: { by: 'fold' } };
      const options = { labels: [3], draws: 1, methods: ['supervised', 'unlabelled'], seed };
      const plan = planOf('semi-supervised', model, options, data);
      const csv = standardisedMoons(2000, 0.1, 1000, seed);
      const { result, processorSeconds } = await runCell({ ...plan, show: [] }, csv, backend);
      const { columns, rows } = result.tables.find(({ name }) => name === 'semi-supervised')!;
      const accuracy = (method: string) =>
        Number(rows.find((row) => row[columns.indexOf('method')] === method)![columns.indexOf('accuracy')]);
      return [accuracy('supervised'), accuracy('unlabelled'), processorSeconds];
    },
  }),
);
