import * as tf from '@tensorflow/tfjs-core';
import { softmaxRows } from '../math/logSpace';
import type { Classifier, Fitted, ModelSpec } from '../model';
import { differentiate } from '../nn/autodiff';
import { inPasses } from '../nn/classification';
import { flatSize, split } from '../nn/flat';
import { networkGradient } from '../nn/inputGradient';
import { pairedRows } from '../nn/pairedRows';
import { train } from '../nn/trainLoop';
import { relay } from '../relay';
import { countRows, emptyClassNotes } from './shared/priors';
import { packExact, readArray, readNotes } from './shared/saved';
import { architectureOf, readArchitecture, saveArchitecture } from './variational/plan';
import { SupervisedAutoencoder } from './variational/supervisedAutoencoder';
import { autoencoderParameters, classificationWeight, latentSize, longSchedule } from './variational/training';

/** Optimiser steps that `max_iter: auto` plans for. */
const autoSteps = 2000;
/** Bounds of `latent_size: auto`. */
const autoLatent = { least: 2, most: 16 };

export const autoencoderClassifier: ModelSpec = {
  card: {
    id: 'autoencoder-classifier',
    title: 'Autoencoder with a classifier',
    aliases: ['supervised-autoencoder'],
    family: 'hybrid',
    learns: 'P(y | x)',
    capabilities: ['Classifier', 'Latent', 'Partial'],
    summary:
      'Squeezes each row through a few hidden variables from which it must be rebuilt and its class told: rows without a label teach it what rows are like.',
    formula: 'z = f(x); P(y | x) = softmax(W z + b); x is rebuilt as g(z)',
    references: [
      {
        authors: 'Le, Patterson, White',
        year: 2018,
        title: 'Supervised autoencoders: improving generalization performance with unsupervised regularizers',
      },
      {
        authors: 'Hinton, Salakhutdinov',
        year: 2006,
        title: 'Reducing the dimensionality of data with neural networks',
      },
    ],
    parameters: [
      latentSize(`half as many as there are columns, at least ${autoLatent.least} and at most ${autoLatent.most}`),
      classificationWeight(
        'Weight of the cross-entropy of labelled rows beside the error of rebuilding, which is -log p(x | z) with variance one.',
        'alpha mean(-log P(y | x)) + mean(-log p(x | z))',
      ),
      ...autoencoderParameters(autoSteps),
    ],
  },
  async *fit(data, options, { rng, signal }) {
    const { least, most } = autoLatent;
    const latent = Math.min(most, Math.max(least, Math.ceil(data.x.columns / 2)));
    const network = new SupervisedAutoencoder(architectureOf(data, options, latent));
    const { rows, tensors, share } = pairedRows(data);
    const alpha = options.alpha as number;
    try {
      const steps = train(
        {
          shapes: network.shapes,
          initial: network.initial(rng.fork('weights')),
          rows,
          data: tensors,
          loss: differentiate((weights, batch) => network.loss(weights, batch, { share, alpha })),
        },
        longSchedule(rows, options, autoSteps),
        { rng: rng.fork('order'), signal },
      );
      const trained = yield* relay(steps, ({ weights, ...progress }) => ({
        ...progress,
        current: classifier(network, () => weights),
      }));
      const notes = emptyClassNotes(countRows(data.y, data.classes), data.classNames);
      return fitted(network, trained.weights, [...notes, ...trained.notes]);
    } finally {
      tf.dispose(tensors);
    }
  },
  restore(state) {
    const network = new SupervisedAutoencoder(readArchitecture(state));
    const weights = Float32Array.from(readArray(state.weights, 'weights', [flatSize(network.shapes)]));
    return fitted(network, weights, readNotes(state.notes));
  },
};

/** `weights` gives the flat weights, as a tensor that it does not own or one of the enclosing `tf.tidy`. */
function classifier(network: SupervisedAutoencoder, weights: () => tf.Tensor1D): Classifier {
  return {
    predictProba: async (x) =>
      softmaxRows(
        await inPasses(x, network.architecture.classes, (rows) =>
          logitsOf(network, split(weights(), network.shapes), rows),
        ),
      ),
  };
}

function logitsOf(network: SupervisedAutoencoder, weights: readonly tf.Tensor[], x: tf.Tensor2D): tf.Tensor2D {
  return network.logits(weights, network.encode(weights, x));
}

/** Classes play no part in its latent space. */
function fitted(network: SupervisedAutoencoder, weights: Float32Array, notes: string[]): Fitted {
  const { architecture } = network;
  const parts = () => split(tf.tensor1d(weights), network.shapes);
  return {
    ...classifier(network, () => tf.tensor1d(weights)),
    ...networkGradient((x) => logitsOf(network, parts(), x)),
    latentSize: architecture.latent,
    encode: (x) => inPasses(x, architecture.latent, (rows) => network.encode(parts(), rows)),
    decode: (z) => inPasses(z, architecture.columns.choice.length, (rows) => network.rebuilt(parts(), rows)),
    parameters: weights.length,
    notes,
    save: () => ({ ...saveArchitecture(architecture), weights: packExact(weights, [weights.length]), notes }),
    dispose() {},
  };
}
