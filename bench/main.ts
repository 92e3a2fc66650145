/* Prints and writes bench/results.md: times and ratios of one run, ours beside the peers that are there. */
import { cpus } from 'node:os';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openBackend } from '../renderers/worker/backend';
import { findScikitLearn } from './scikitLearn';
import { readingCases } from './cases/reading';
import { coldStartCases } from './cases/coldStart';
import { modelCases } from './cases/models';
import { measure, type Case } from './time';

const { values: flags } = parseArgs({
  options: { repeats: { type: 'string', default: '5' }, only: { type: 'string', default: '' } },
});
const repeats = Number(flags.repeats);
if (!Number.isInteger(repeats) || repeats < 1)
  throw new Error(`invalid --repeats: ${flags.repeats}; expected a whole number above 0`);

const sklearn = await findScikitLearn();
const backend = await openBackend('auto');
const cases: Case[] = [...(await modelCases(backend.kernel, sklearn)), ...readingCases(), ...coldStartCases(sklearn)];

const time = (milliseconds: number) => (milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds.toFixed(0));
const lines: string[] = [];
for (const task of cases.filter(({ name }) => name.includes(flags.only))) {
  const { timings, ratios } = await measure(task, repeats);
  lines.push(
    `### ${task.name}`,
    '',
    task.setting,
    '',
    '| variant | median ms | min – max | time over ours |',
    '| --- | --: | --: | --: |',
  );
  timings.forEach(({ variant, median, min, max }, v) => {
    const ratio = ratios[v - 1];
    const over = ratio ? `${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)} – ${ratio.max.toFixed(2)})` : '';
    lines.push(`| ${variant} | ${time(median)} | ${time(min)} – ${time(max)} | ${over} |`);
  });
  lines.push('');
  process.stderr.write(
    `${task.name}: ${timings.map(({ variant, median }) => `${variant} ${time(median)} ms`).join(', ')}\n`,
  );
}
sklearn?.close();

const header = `# Benchmark

One run of \`npm run bench\`: ${repeats} repeats after a discarded one; the variants take turns in each repeat, and a ratio is formed within
a repeat (median, and the smallest and largest). Above 1: ours is faster. Times are this machine's, ratios travel better.

- processor: ${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores; Node ${process.version}
- engine: ${backend.description.backend} (${backend.description.device}), tfjs ${backend.description.tfjs}${backend.description.reason ? `; ${backend.description.reason}` : ''}
- scikit-learn: ${sklearn ? sklearn.version : 'not found'}
`;
const report = `${header}\n${lines.join('\n')}`;
if (flags.only === '') writeFileSync('bench/results.md', report);
process.stdout.write(report);
