import * as tf from '@tensorflow/tfjs-core';
import { matrix } from '../../src/data/matrix';
import { createRng } from '../../src/data/random';
import type { Features } from '../../src/engine/math/kernel';
import { featureCount, kernelFloat64 } from '../../src/engine/math/kernelFloat64';
import { kernelTfjs } from '../../src/engine/math/kernelTfjs';

/** The float32 kernel on the active backend against the float64 one; throws where they differ by more than rounding. */
export function kernelTests(test: (name: string, body: () => Promise<void>) => void): void {
  const kernel = kernelTfjs('any');
  const rng = createRng(1);
  const random = (rows: number, columns: number) =>
    matrix(
      rows,
      columns,
      Float64Array.from({ length: rows * columns }, () => rng.normal()),
    );

  for (const features of ['linear', 'diagonal', 'quadratic'] satisfies Features[]) {
    for (const [rows, d, classes] of [
      [7, 1, 1],
      [300, 5, 3],
      [70_000, 3, 2],
    ] as const) {
      test(`${features} scores of ${rows} x ${d}`, async () => {
        const x = random(rows, d);
        const theta = random(classes, featureCount(features, d));
        const before = tf.memory().numTensors;
        agree(await kernel.scores(features, theta, x), await kernelFloat64.scores(features, theta, x), 2e-5);
        if (tf.memory().numTensors !== before) throw new Error(`${tf.memory().numTensors - before} tensors left`);
      });
    }
  }

  for (const [rows, d, classes] of [
    [5, 2, 1],
    [400, 4, 3],
    [140_000, 6, 2],
  ] as const) {
    test(`softmax loss of ${rows} x ${d}`, async () => {
      const x = random(rows, d);
      const y = Int32Array.from({ length: rows }, () => rng.integer(classes));
      const classWeights = Float64Array.from({ length: classes }, (_, k) => 1 + k);
      const before = tf.memory().numTensors;
      const losses = [kernel, kernelFloat64].map((each) => each.softmaxLoss(x, y, classWeights));
      for (let i = 0; i < 2; i++) {
        const weights = random(classes, d + 1);
        const [a, b] = await Promise.all(losses.map((loss) => loss.at(weights)));
        if (!(Math.abs(a!.loss - b!.loss) <= 1e-5 * (1 + b!.loss)))
          throw new Error(`loss ${a!.loss} instead of ${b!.loss}`);
        agree(a!.gradient, b!.gradient, 1e-5);
      }
      for (const loss of losses) loss.dispose();
      if (tf.memory().numTensors !== before) throw new Error(`${tf.memory().numTensors - before} tensors left`);
    });
  }
}

function agree(actual: { data: Float64Array }, expected: { data: Float64Array }, tolerance: number): void {
  if (actual.data.length !== expected.data.length)
    throw new Error(`${actual.data.length} values instead of ${expected.data.length}`);
  expected.data.forEach((value, at) => {
    const error = Math.abs(actual.data[at]! - value) / (1 + Math.abs(value));
    if (!(error <= tolerance)) throw new Error(`entry ${at} is ${actual.data[at]} instead of ${value}`);
  });
}
