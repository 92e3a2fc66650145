import assert from 'node:assert/strict';
import { test } from 'node:test';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { matrix, rowOf, takeRows } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { ring } from '../../../../src/data/toy';
import { modeShares } from '../../../../src/engine/judging/modes';
import { reachOf } from '../../../../src/engine/judging/neighbourhoods';
import type { Fitted } from '../../../../src/engine/model';
import { prepareWasm } from '../../../../renderers/worker/wasm';
import { fit, modelOf } from '../../../support/training';

await prepareWasm();
await setBackend('wasm');

const options = { hidden_layer_sizes: [64, 64], max_iter: 500 };

/** Eight small modes on a circle with standard deviations of 1 along the axes; even ones are one class, odd ones the other. */
const toy = ring(600, 8, 0.05, createRng(1));
const x = matrix(
  600,
  2,
  toy.x.data.map((value) => value / Math.SQRT2),
);
const y = toy.y.map((mode) => mode % 2);
const columns = ['x1', 'x2'].map((feature) => ({ feature, mean: 0, scale: 1 }));
let ringModel: Promise<Fitted> | undefined;
const onRing = () =>
  (ringModel ??= fit(modelOf('diffusion'), { x, y, classes: 2, classNames: ['even', 'odd'], columns }, { options }));

const rows = Int32Array.from({ length: 600 }, (_, i) => i);

function distance(a: Matrix, b: Matrix): number {
  return Math.sqrt(a.data.reduce((sum, value, at) => sum + (value - b.data[at]!) ** 2, 0) / a.rows);
}

test('diffusion reaches the modes of each class, and no mode of the other', async () => {
  const fitted = await onRing();
  for (const label of [0, 1]) {
    const reach = reachOf(x, await fitted.sample!(300, label, createRng(2)))!;
    const shares = modeShares({ names: toy.classes, codes: toy.y }, rows, reach.about);
    assert.deepEqual(
      shares.filter(({ reached }) => reached).map(({ mode }) => toy.classes.indexOf(mode) % 2),
      [label, label, label, label],
    );
    assert.ok(reach.fidelity > 0.5, `${reach.fidelity} of the generated rows lie about real ones`);
  }
});

test('diffusion goes from rows to noise and back', async () => {
  const fitted = await onRing();
  const some = takeRows(x, rows.subarray(0, 100));
  const labels = y.subarray(0, 100);
  const z = await fitted.encode!(some, labels);
  const square = z.data.reduce((sum, value) => sum + value * value, 0) / z.data.length;
  assert.ok(square > 0.6 && square < 1.6, `mean square ${square} of the noise; expected about 1`);
  const classes = matrix(100, 2);
  labels.forEach((label, i) => (rowOf(classes, i)[label] = 1));
  const back = distance(await fitted.decode!(z, classes), some);
  assert.ok(back < 0.1, `rows come back ${back} from where they were`);
});

test('the path of diffusion leads from noise to the rows that sample gives', async () => {
  const fitted = await onRing();
  const path = await fitted.samplePath!(200, 0, createRng(4), 6);
  assert.equal(path.length, 6);
  const drawn = await fitted.sample!(200, 0, createRng(4));
  assert.ok(distance(path.at(-1)!, drawn) < 1e-4);
  // rows lie on a circle of radius sqrt(2), noise anywhere
  const spread = path.map((moment) => {
    const radii = Float64Array.from({ length: 200 }, (_, i) => Math.abs(Math.hypot(...rowOf(moment, i)) - Math.SQRT2));
    return radii.sort()[100]!;
  });
  assert.ok(spread[0]! > 0.3 && spread.at(-1)! < 0.1, `median distance from the circle: ${spread.join(', ')}`);
});

test('diffusion fills in what is hidden by what is known', async () => {
  const rng = createRng(5);
  const line = matrix(400, 2);
  for (let i = 0; i < 400; i++) {
    const a = rng.normal();
    rowOf(line, i).set([a, -a + 0.1 * rng.normal()]);
  }
  const data = { x: line, y: new Int32Array(400), classes: 1, classNames: ['all'], columns };
  const fitted = await fit(modelOf('diffusion'), data, { options });
  const holes = takeRows(line, rows.subarray(0, 100));
  for (let i = 0; i < 100; i++) holes.data[2 * i + 1] = NaN;
  const filled = await fitted.inpaint!(holes, createRng(6));
  const error = distance(filled, takeRows(line, rows.subarray(0, 100)));
  assert.ok(error < 0.35, `root mean square error ${error}; that of the mean is 1`);
});

test('diffusion reads pixels and writes pixels', async () => {
  const rng = createRng(7);
  // dark pictures of two pixels: what is not measured by their own spread would be drowned by the noise
  const image = matrix(
    200,
    2,
    Float64Array.from({ length: 400 }, () => 0.1 + 0.02 * rng.uniform()),
  );
  const data = { x: image, y: new Int32Array(200), classes: 1, classNames: ['all'], columns };
  const shape = { width: 2, height: 1, channels: 1 as const };
  const fitted = await fit(modelOf('diffusion'), { ...data, image: shape }, { options: { ...options, max_iter: 100 } });
  const drawn = await fitted.sample!(100, 0, createRng(8));
  const [low, high] = [Math.min(...drawn.data), Math.max(...drawn.data)];
  assert.ok(low > 0.0999 && high < 0.1201 && high - low > 0.01, `pixels from ${low} to ${high}`);
});
