/* Prints and writes bench/quality.md: what models reach with their default options on data whose answer is known. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { openBackend } from '../../renderers/worker/backend';
import type { Case } from './case';
import { modeCases } from './modes';
import { densityCases, fewLabelsCases } from './moons';

const { values: flags } = parseArgs({
  options: { seeds: { type: 'string', default: '5' }, only: { type: 'string', default: '' } },
});
const seeds = Number(flags.seeds);
if (!Number.isInteger(seeds) || seeds < 1)
  throw new Error(`invalid --seeds: ${flags.seeds}; expected a whole number above 0`);

const backend = await openBackend('wasm');

/** The mean over the seeds with the smallest and the largest. */
function told(values: number[]): string {
  const digits = (value: number) => value.toFixed(value >= 10 ? 1 : 3).replace(/\.?0+$/, '');
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `${digits(mean)} (${digits(Math.min(...values))} – ${digits(Math.max(...values))})`;
}

async function tableOf(title: string, cases: readonly Case[]): Promise<string[]> {
  const chosen = cases.filter(({ name }) => name.includes(flags.only));
  if (chosen.length === 0) return [];
  const heads = ['model', 'data', 'seeds', ...chosen[0]!.measures, 'wanted'];
  const lines = [`## ${title}`, '', `| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`];
  for (const { name, model, data, target, run } of chosen) {
    const runs: number[][] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      runs.push(await run(seed, backend));
      process.stderr.write(
        `${name}, seed ${seed}: ${runs
          .at(-1)!
          .map((value) => value.toFixed(3))
          .join(', ')}\n`,
      );
    }
    const measured = runs[0]!.map((_, m) => told(runs.map((one) => one[m]!)));
    lines.push(`| ${[model, data, seeds, ...measured, target].join(' | ')} |`);
  }
  return [...lines, ''];
}

const lines = [
  ...(await tableOf('Modes', modeCases)),
  ...(await tableOf('Density', densityCases)),
  ...(await tableOf('Few labels', fewLabelsCases)),
];
const header = `# Quality

Measured by \`npm run bench -- quality\`: models with their default options, through the engine, on data whose answer is known; mean over
seeds of the data and of the model (smallest – largest). \`--only gan\` runs what has this in its name and writes nothing.
Modes: Gaussians on a circle (radius 1, sd 0.01) or a grid (distance 1, sd 0.05), 3,000 and 3,750 training rows without labels. Covered:
as \`sample\` with \`modes\` counts, at least a tenth of the rows that it should have lie about its training rows. Good rows: within three
standard deviations of the middle of a mode (of normal rows themselves 0.989 are). Seconds: of one core, for the whole cell.

- processor: ${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores; Node ${process.version}
- engine: ${backend.description.backend} (${backend.description.device}), tfjs ${backend.description.tfjs}
`;
const report = `${header}\n${lines.join('\n')}`;
if (flags.only === '') writeFileSync('bench/quality.md', report);
process.stdout.write(report);
