import assert from 'node:assert/strict';
import { test } from 'node:test';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { matrix, rowOf, takeRows } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { moons } from '../../../../src/data/toy';
import { reachOf } from '../../../../src/engine/judging/neighbourhoods';
import type { Fitted, TrainingData } from '../../../../src/engine/model';
import { logEvidence } from '../../../../src/engine/posterior';
import { prepareWasm } from '../../../../renderers/worker/wasm';
import { fit, modelOf } from '../../../support/training';

await prepareWasm();
await setBackend('wasm');

const spec = modelOf('energy-based-model');
const toy = moons(600, 0.1, createRng(1));
const x = matrix(
  600,
  2,
  toy.x.data.map((value, at) => (value - [0.5, 0.25][at % 2]!) / [0.87, 0.5][at % 2]!),
);
const { y } = toy;
const all = Array.from({ length: 600 }, (_, i) => i);
const test300 = all.slice(300);

function dataOf(rows: number[]): TrainingData {
  return {
    x: takeRows(x, rows),
    y: Int32Array.from(rows, (row) => y[row]!),
    classes: 2,
    classNames: toy.classes,
    columns: ['x1', 'x2'].map((feature) => ({ feature, mean: 0, scale: 1 })),
  };
}

async function accuracy(fitted: Fitted): Promise<number> {
  const proba = await fitted.predictProba!(takeRows(x, test300));
  return test300.filter((row, i) => rowOf(proba, i)[y[row]!]! > 0.5).length / test300.length;
}

const options = { hidden_layer_sizes: [32, 32], max_iter: 400 };
let moonsModel: Promise<Fitted> | undefined;
const onMoons = () => (moonsModel ??= fit(spec, dataOf(all.slice(0, 300)), { options }));

test('rows without a class make an energy-based model more accurate', async () => {
  const few = [0, 1].flatMap((label) =>
    all
      .slice(0, 300)
      .filter((row) => y[row] === label)
      .slice(0, 3),
  );
  const rest = all.slice(0, 300).filter((row) => !few.includes(row));
  const more = await accuracy(await fit(spec, { ...dataOf(few), unlabelled: takeRows(x, rest) }, { options }));
  const twin = await accuracy(await fit(spec, dataOf(few), { options }));
  assert.ok(more > twin, `accuracy ${more} with unlabelled rows, ${twin} without`);
});

test('the rows that an energy-based model makes of a class lie where those of the class do', async () => {
  const fitted = await onMoons();
  for (const label of [0, 1]) {
    const real = takeRows(
      x,
      test300.filter((row) => y[row] === label),
    );
    const { coverage, fidelity } = reachOf(real, await fitted.sample!(300, label, createRng(2)))!;
    assert.ok(coverage > 0.7 && fidelity > 0.7, `coverage ${coverage}, fidelity ${fidelity}`);
  }
});

test('rows of the data have less energy than rows beside them', async () => {
  const fitted = await onMoons();
  const usual = logEvidence(await fitted.logUnnormalised!(takeRows(x, test300)));
  const beside = logEvidence(await fitted.logUnnormalised!(matrix(2, 2, Float64Array.of(3, 3, -3, -3))));
  const median = usual.sort()[150]!;
  assert.ok(
    beside.every((value) => value < median - 3),
    `log p(x) up to a constant: ${median} in the middle of the data, ${beside.join(' and ')} beside`,
  );
});

test('an energy-based model that runs away goes back, takes smaller steps and says so', async () => {
  const fitted = await fit(spec, dataOf(all.slice(0, 300)), {
    options: { ...options, learning_rate_init: 3 },
  });
  assert.match(fitted.notes.join(' '), /diverged/);
  const right = await accuracy(fitted);
  assert.ok(right > 0.7, `accuracy ${right} ${fitted.notes.join(' ')}`);
});
