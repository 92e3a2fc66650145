/* Prints and writes bench/steps.md: what a step of training asks of WebGL, beside the library's own `model.fit`. */
import { build } from 'esbuild';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { openBrowserPage } from '../../src/cli/browser';
import type { DataName } from './data';
import type { StepCost, StepsWindow } from './page';

const { values: flags } = parseArgs({ options: { only: { type: 'string', default: '' } } });

const measured: readonly [model: string, data: DataName, batch: number, step: string][] = [
  ['mlp', 'numbers, 20 columns, 3 classes', 128, 'one of the weights'],
  ['cnn', 'pictures, 8 by 8 pixels, 10 classes', 128, 'one of the weights'],
  ['autoencoder-classifier', 'pictures, 8 by 8 pixels, 10 classes', 128, 'one of the weights'],
  ['vae', 'pictures, 8 by 8 pixels, 10 classes', 128, 'one of the weights'],
  ['vae-classifier', 'pictures, 8 by 8 pixels, 10 classes', 128, 'one of the weights'],
  ['normalizing-flow', 'numbers, 20 columns, 3 classes', 128, 'one of the weights'],
  ['diffusion', 'pictures, 8 by 8 pixels, 10 classes', 128, 'one of the weights'],
  ['gan', 'pictures, 8 by 8 pixels, 10 classes', 128, 'one of each network'],
  ['semi-supervised-gan', 'pictures, 8 by 8 pixels, 10 classes', 128, 'one of each network'],
  ['energy-based-model', 'numbers, 20 columns, 3 classes', 128, 'ten of the chains, one of the weights'],
  ['text-transformer', 'texts, some 12 words, 2 classes', 32, 'one of the weights'],
  ['language-model', 'texts, some 12 words, 2 classes', 32, 'one of the weights'],
];

const bundle = await build({
  entryPoints: ['bench/steps/page.ts'],
  bundle: true,
  write: false,
  format: 'iife',
  mainFields: ['module', 'browser', 'main'],
  loader: { '.wasm': 'binary' },
  logLevel: 'error',
});
const browser = await openBrowserPage((why) => {
  throw new Error(why);
});
if (!browser) throw new Error('there is no browser');
const { page } = browser;
try {
  await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
  const device = await page.evaluate(() => (globalThis as unknown as StepsWindow).open());
  const lines: string[] = [];
  for (const [model, data, batch, step] of measured.filter(([name]) => name.includes(flags.only))) {
    const ask = (who: 'ours' | 'peer') =>
      page.evaluate(([whose, name, on, rows]) => (globalThis as unknown as StepsWindow)[whose](name, on, rows), [
        who,
        model,
        data,
        batch,
      ] as const);
    const [own, peer] = [await ask('ours'), await ask('peer')];
    lines.push(
      `| ${[model, data, batch, step, ...told(own!), ...(peer ? told(peer) : ['', '', '', '']), peer ? (peer.milliseconds / own!.milliseconds).toFixed(2) : ''].join(' | ')} |`,
    );
    process.stderr.write(`${lines.at(-1)!}\n`);
  }
  const report = `# Steps of training on WebGL

One run of \`npm run bench -- steps\`: models with their default options, in a page of Chromium, over two epochs of 20 batches after one in
which shaders are compiled. Rows: of a batch. Programs: shaders that run for a step. Uploads: arrays that go to the GPU. Reads: arrays that are waited for
from the GPU, each of which stalls it. \`model.fit\`: the same layers in TensorFlow.js, its own loop; where its column is empty, its
layers cannot say the model. Its autoencoder beside \`vae\` draws no latent variables. Above 1 in the last column: ours is faster.

- processor: ${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores
- device: ${device}

| model | data | rows | a step is | programs | uploads | reads | ms | \`model.fit\`: programs | uploads | reads | ms | its ms over ours |
|${' --- |'.repeat(4)}${' --: |'.repeat(9)}
${lines.join('\n')}
`;
  if (flags.only === '') writeFileSync('bench/steps.md', report);
  process.stdout.write(report);
} finally {
  await browser.close();
}

function told({ programs, uploads, reads, milliseconds }: StepCost): string[] {
  return [programs.toFixed(0), uploads.toFixed(1), reads.toFixed(2), milliseconds.toFixed(1)];
}
