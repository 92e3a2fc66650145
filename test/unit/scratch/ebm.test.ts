import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { test } from 'node:test';
import { prepareWasm } from '../../../renderers/worker/wasm';
import { matrix, rowOf, takeRows } from '../../../src/data/matrix';
import { createRng } from '../../../src/data/random';
import { moons } from '../../../src/data/toy';
import { reachOf } from '../../../src/engine/judging/neighbourhoods';
import { fit, modelOf } from '../../support/training';
import { standard } from './standard';
await prepareWasm();
await setBackend('wasm');
const options = JSON.parse(process.env.OPT ?? '{}');
const seeds = (process.env.SEEDS ?? '1').split(',').map(Number);
test('moons', async () => {
  let a = 0, b = 0;
  for (const seed of seeds) {
    const toy = moons(900, 0.1, createRng(seed));
    const x = standard(toy.x);
    const few: number[] = [];
    for (const c of [0, 1]) few.push(...[...toy.y.keys()].filter((i) => i < 400 && toy.y[i] === c).slice(0, 3));
    const rest = Array.from({ length: 400 }, (_, i) => i).filter((i) => !few.includes(i));
    const test = Array.from({ length: 500 }, (_, i) => 400 + i);
    const base = { x: takeRows(x, few), y: Int32Array.from(few, (i) => toy.y[i]!), classes: 2, classNames: ['a', 'b'], columns: [] };
    const acc = async (f: any) => { const p = await f.predictProba(takeRows(x, test)); return test.filter((i, t) => rowOf(p, t)[toy.y[i]!]! > 0.5).length / 500; };
    const t0 = Date.now(); const c0 = process.cpuUsage().user; let n = 0; const losses: string[] = [];
    const f = await fit(modelOf('energy-based-model'), { ...base, unlabelled: takeRows(x, rest) }, { options, context: { rng: createRng(seed) }, onStep: (s) => { n++; if (s.loss !== undefined && n % 250 === 0) losses.push(s.loss.toFixed(3)); } });
    const t1 = Date.now(); const c1 = process.cpuUsage().user;
    const twin = await fit(modelOf('energy-based-model'), base, { options, context: { rng: createRng(seed) } });
    const g = await f.sample!(500, 0, createRng(1)); 
    const reach = reachOf(takeRows(x, test.filter((i) => toy.y[i] === 0)), g)!;
    const [u, v] = [await acc(f), await acc(twin)];
    a += u / seeds.length; b += v / seeds.length;
    console.log(seed, 'semi', u, 'twin', v, 'steps', n, 'wall', (t1 - t0) / 1000, 'cpu', (c1 - c0) / 1e6, 'class 0 coverage', reach.coverage.toFixed(2), 'fidelity', reach.fidelity.toFixed(2), losses.join(' '), f.notes.join(' '));
  }
  console.log('mean', a, b);
});
