import { centresOf, csvOf, modesData } from './data';
import { planOf, runCell } from './engine';
import type { Case } from './case';

/** Generators of rows, with their default options. */
const generators = ['gan', 'normalizing-flow', 'diffusion'];
/** A generated row is good within so many standard deviations of the middle of a mode (Srivastava and others 2017). */
const good = 3;

/** How many modes a generator covers, as `sample` with `modes` reports it. */
export const modeCases: Case[] = modesData.flatMap((data) =>
  generators.map((model): Case => ({
    name: `${model}, ${data.name}`,
    model,
    data: data.name,
    measures: ['modes covered', 'good rows', 'seconds'],
    target: `modes >= ${data.wanted}`,
    async run(seed, backend) {
      const toy = data.make(seed);
      const plan = planOf(
        'sample',
        model,
        { n: 1000, modes: 'mode', seed },
        { features: ['x1', 'x2'], split: { test: 0.25, seed } },
      );
      const { result, processorSeconds } = await runCell(plan, csvOf(toy), backend);
      const { models, tables } = result;
      const centres = centresOf(toy);
      const { rows } = tables.find(({ name }) => name === 'samples')!;
      const near = rows.filter(([x, y]) =>
        centres.some((centre) => Math.hypot(Number(x) - centre[0], Number(y) - centre[1]) <= good * data.sd),
      );
      return [
        Math.round(models[0]!.metrics.modeCoverage! * centres.length),
        near.length / rows.length,
        processorSeconds,
      ];
    },
  })),
);
