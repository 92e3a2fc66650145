import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { Problemset } from './data';
import { clock } from './time';

/** What a reader of the TensorFlow.js guide would write: the same network and the library's own `model.fit`. */
export async function fitWithLayers(
  data: Problemset,
  hidden: number[],
  epochs: number,
  batchSize: number,
): Promise<{ milliseconds: number; model: layers.Sequential }> {
  const { x, y, classes } = data;
  const model = layers.sequential();
  hidden.forEach((units, i) =>
    model.add(layers.layers.dense({ units, activation: 'relu', ...(i === 0 ? { inputShape: [x.columns] } : {}) })),
  );
  model.add(layers.layers.dense({ units: classes, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'sparseCategoricalCrossentropy' });
  const xs = tf.tensor2d(Float32Array.from(x.data), [x.rows, x.columns]);
  const ys = tf.tensor1d(Float32Array.from(y));
  const milliseconds = await clock(() => model.fit(xs, ys, { epochs, batchSize, verbose: 0 }));
  xs.dispose();
  ys.dispose();
  return { milliseconds, model };
}

export async function predictWithLayers(model: layers.Sequential, data: Problemset): Promise<number> {
  const xs = tf.tensor2d(Float32Array.from(data.x.data), [data.x.rows, data.x.columns]);
  const milliseconds = await clock(async () => {
    const out = model.predict(xs) as tf.Tensor;
    await out.data();
    out.dispose();
  });
  xs.dispose();
  return milliseconds;
}
