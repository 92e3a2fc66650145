import * as tf from '@tensorflow/tfjs-core';
import { oneHotRows } from '../math/tensors';
import type { Fitted, ModelSpec } from '../model';
import { differentiate } from '../nn/autodiff';
import { labelledTensors } from '../nn/classification';
import { Noise } from '../nn/noise';
import { train } from '../nn/trainLoop';
import { relay } from '../relay';
import { countRows, emptyClassNotes } from './shared/priors';
import { packExact, readArray, readNotes } from './shared/saved';
import { generative, sampler } from './variational/generative';
import { VariationalNetwork } from './variational/network';
import { planOf, readPlan, savePlan } from './variational/plan';
import type { Plan } from './variational/plan';
import { autoencoderParameters, importanceSamples, latentSize, longSchedule } from './variational/training';

/** Optimiser steps that `max_iter: auto` plans for. */
const autoSteps = 4000;
/** Hidden variables of `latent_size: auto`, at most. */
const autoLatent = 16;

export const vae: ModelSpec = {
  card: {
    id: 'vae',
    title: 'Variational autoencoder',
    aliases: ['variational-autoencoder', 'cvae'],
    family: 'generative',
    learns: 'P(x | y)',
    capabilities: ['BoundedDensity', 'Sampler', 'Latent'],
    summary:
      'Each row comes from a few hidden normal variables and its class through a neural network; a second network finds them again. It generates rows and pictures, and bounds their density.',
    formula: 'log p(x | y) >= E_q[log p(x | z, y)] - KL(q(z | x, y) || N(0, I))',
    references: [
      { authors: 'Kingma, Welling', year: 2014, title: 'Auto-encoding variational Bayes' },
      {
        authors: 'Sohn, Lee, Yan',
        year: 2015,
        title: 'Learning structured output representation using deep conditional generative models',
      },
      { authors: 'Burda, Grosse, Salakhutdinov', year: 2016, title: 'Importance weighted autoencoders' },
      {
        authors: 'Rybkin, Daniilidis, Levine',
        year: 2021,
        title: 'Simple and effective VAE training with calibrated decoders',
      },
    ],
    parameters: [
      latentSize(`as many as there are columns, at most ${autoLatent}; those that are not needed stay unused`),
      ...autoencoderParameters(autoSteps),
      importanceSamples,
    ],
  },
  inpaints: true,
  async *fit(data, options, { rng, signal }) {
    const plan = planOf(data, options, Math.min(autoLatent, data.x.columns));
    const network = new VariationalNetwork(plan.architecture);
    const rows = data.x.rows;
    const tensors = labelledTensors(data, rows + 1);
    const noise = new Noise(rng.fork('noise'));
    try {
      const steps = train(
        {
          shapes: network.shapes,
          initial: network.initial(rng.fork('weights')),
          rows,
          data: tensors,
          loss: differentiate((weights, [x, y]) => {
            const classes = oneHotRows(y as tf.Tensor1D, data.classes);
            const draws = noise.normal([x!.shape[0]!, plan.architecture.latent]);
            const { reconstruction, divergence } = network.evidenceBound(weights, x!, classes, draws);
            return tf.sum(tf.mul(tf.sub(divergence, reconstruction), tf.sum(classes, 1)));
          }),
        },
        longSchedule(rows, options, autoSteps),
        { rng: rng.fork('order'), signal },
      );
      const trained = yield* relay(steps, ({ weights, ...progress }) => ({
        ...progress,
        current: sampler({ network, weights: () => weights }, plan.logPrior),
      }));
      const notes = emptyClassNotes(countRows(data.y, data.classes), data.classNames);
      return fittedVae(plan, network, trained.weights, [...notes, ...trained.notes]);
    } finally {
      tf.dispose(tensors);
      noise.dispose();
    }
  },
  restore(state) {
    const plan = readPlan(state);
    const network = new VariationalNetwork(plan.architecture);
    const weights = Float32Array.from(readArray(state.weights, 'weights', [network.size]));
    return fittedVae(plan, network, weights, readNotes(state.notes));
  },
};

function fittedVae(plan: Plan, network: VariationalNetwork, weights: Float32Array, notes: string[]): Fitted {
  return {
    ...generative({ network, weights: () => tf.tensor1d(weights) }, plan.logPrior, plan.samples),
    parameters: weights.length,
    notes,
    exactCategories: true,
    save: () => ({ ...savePlan(plan), weights: packExact(weights, [weights.length]), notes }),
    dispose() {},
  };
}
