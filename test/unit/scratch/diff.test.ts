import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { test } from 'node:test';
import { prepareWasm } from '../../../renderers/worker/wasm';
import { matrix } from '../../../src/data/matrix';
import { createRng } from '../../../src/data/random';
import { ring, grid } from '../../../src/data/toy';
import { reachOf } from '../../../src/engine/judging/neighbourhoods';
import { modeShares } from '../../../src/engine/judging/modes';
import { fit, modelOf } from '../../support/training';
await prepareWasm();
await setBackend('wasm');
export function standard(x: any) {
  const { rows, columns } = x;
  const out = matrix(rows, columns);
  for (let j = 0; j < columns; j++) {
    let m = 0, s = 0;
    for (let i = 0; i < rows; i++) m += x.data[i * columns + j] / rows;
    for (let i = 0; i < rows; i++) s += (x.data[i * columns + j] - m) ** 2 / rows;
    for (let i = 0; i < rows; i++) out.data[i * columns + j] = (x.data[i * columns + j] - m) / Math.sqrt(s);
  }
  return out;
}
const options = JSON.parse(process.env.OPT ?? '{}');
const seeds = (process.env.SEEDS ?? '1').split(',').map(Number);
test('modes', async () => {
  for (const [name, make] of [['ring', (s: number) => ring(2000, 8, 0.02, createRng(s))], ['grid', (s: number) => grid(2000, 5, 0.05, createRng(s))]] as const) {
    if (process.env.ONLY && process.env.ONLY !== name) continue;
    for (const seed of seeds) {
      const toy = make(seed);
      const x = standard(toy.x);
      const t0 = Date.now();
      let losses: string[] = []; let n = 0;
      const fitted = await fit(modelOf('diffusion'), { x, y: new Int32Array(x.rows), classes: 1, classNames: ['all'], columns: [] }, { options, context: { rng: createRng(seed) }, onStep: (s) => { n++; if (s.loss !== undefined && n % 500 < 8) losses.push(s.loss.toFixed(4)); } });
      const t1 = Date.now();
      const g = await fitted.sample!(1000, 0, createRng(seed));
      const t2 = Date.now();
      const real = matrix(1000, 2, x.data.slice(0, 2000));
      const reach = reachOf(real, g)!;
      const shares = modeShares({ names: toy.classes, codes: toy.y }, Int32Array.from({ length: 1000 }, (_, i) => i), reach.about);
      console.log(name, seed, 'covered', shares.filter((s) => s.reached).length, '/', shares.length, 'coverage', reach.coverage.toFixed(3), 'fidelity', reach.fidelity.toFixed(3), 'fit s', (t1 - t0) / 1000, 'steps', n, 'sample s', (t2 - t1) / 1000, 'share', shares.map((s) => s.generated.toFixed(2)).join(' '));
      console.log(losses.join(' '), process.env.FREQ, 'cpu', process.cpuUsage().user / 1e6);
    }
  }
});
