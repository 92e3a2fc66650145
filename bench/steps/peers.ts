import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { TrainingData } from '../../src/engine/model';

/** A network of the library's layers, and what it learns from. */
export interface Peer {
  model: layers.LayersModel;
  x: tf.Tensor | tf.Tensor[];
  y: tf.Tensor | tf.Tensor[];
}

const { dense, conv2d, maxPooling2d, flatten, dropout, reshape } = layers.layers;
const adam = (rate: number) => tf.train.adam(rate);

/** The same layers as ours of the same width, as a reader of the TensorFlow.js guide would write them for `model.fit`. */
export const peers: { readonly [model: string]: (data: TrainingData) => Peer } = {
  mlp({ x, y, classes }) {
    const model = layers.sequential({
      layers: [
        dense({ units: 64, activation: 'relu', inputShape: [x.columns] }),
        dense({ units: 64, activation: 'relu' }),
        dense({ units: classes, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: adam(1e-3), loss: 'sparseCategoricalCrossentropy' });
    return { model, x: rows(x), y: tf.tensor1d(Float32Array.from(y)) };
  },
  cnn({ x, y, classes, image }) {
    const { width, height, channels } = image!;
    const model = layers.sequential({
      layers: [
        reshape({ targetShape: [height, width, channels], inputShape: [x.columns] }),
        conv2d({ filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' }),
        maxPooling2d({ poolSize: 2, padding: 'same' }),
        conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
        maxPooling2d({ poolSize: 2, padding: 'same' }),
        flatten(),
        dense({ units: 64, activation: 'relu' }),
        dropout({ rate: 0.25 }),
        dense({ units: classes, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: adam(2e-3), loss: 'sparseCategoricalCrossentropy' });
    return { model, x: rows(x), y: tf.tensor1d(Float32Array.from(y)) };
  },
  /** As if latent variables were not drawn: an autoencoder with the layers of encoder and decoder, which read the class too. */
  vae(data) {
    const { y, classes, x } = data;
    const label = tf.oneHot(tf.tensor1d(y, 'int32'), classes);
    const pixels = layers.input({ shape: [x.columns] });
    const kind = layers.input({ shape: [classes] });
    const merge = (parts: layers.SymbolicTensor[]) => layers.layers.concatenate().apply(parts) as layers.SymbolicTensor;
    const latent = through([128, 128], merge([pixels, kind]), 2 * latentSize(x.columns));
    const rebuilt = through([128, 128], merge([latent, kind]), x.columns);
    const model = layers.model({ inputs: [pixels, kind], outputs: rebuilt });
    model.compile({ optimizer: adam(2e-3), loss: 'meanSquaredError' });
    const from = rows(x);
    return { model, x: [from, label], y: from };
  },
  'autoencoder-classifier'({ x, y, classes }) {
    const pixels = layers.input({ shape: [x.columns] });
    const latent = through([128, 128], pixels, latentSize(x.columns));
    const proba = dense({ units: classes, activation: 'softmax' }).apply(latent) as layers.SymbolicTensor;
    const rebuilt = through([128, 128], latent, x.columns);
    const model = layers.model({ inputs: pixels, outputs: [proba, rebuilt] });
    model.compile({ optimizer: adam(2e-3), loss: ['sparseCategoricalCrossentropy', 'meanSquaredError'] });
    const from = rows(x);
    return { model, x: from, y: [tf.tensor1d(Float32Array.from(y)), from] };
  },
};

/** Hidden layers with rectifiers, then one without. */
function through(hidden: number[], from: layers.SymbolicTensor, units: number): layers.SymbolicTensor {
  const last = hidden.reduce(
    (at, width) => dense({ units: width, activation: 'relu' }).apply(at) as layers.SymbolicTensor,
    from,
  );
  return dense({ units }).apply(last) as layers.SymbolicTensor;
}

/** What ours choose for so many columns. */
function latentSize(columns: number): number {
  return Math.min(16, Math.ceil(columns / 2));
}

function rows({ rows: n, columns, data }: TrainingData['x']): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(data), [n, columns]);
}
