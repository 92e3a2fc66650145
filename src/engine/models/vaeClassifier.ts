import * as tf from '@tensorflow/tfjs-core';
import { softmaxRows } from '../math/logSpace';
import type { Classifier, Fitted, ModelSpec } from '../model';
import { differentiate } from '../nn/autodiff';
import { inPasses } from '../nn/classification';
import { flatSize, split } from '../nn/flat';
import { networkGradient } from '../nn/inputGradient';
import { Noise } from '../nn/noise';
import { pairedRows } from '../nn/pairedRows';
import { train } from '../nn/trainLoop';
import { relay } from '../relay';
import { countRows, emptyClassNotes } from './shared/priors';
import { packExact, readArray, readNotes } from './shared/saved';
import { generative, sampler } from './variational/generative';
import { planOf, readPlan, savePlan } from './variational/plan';
import type { Plan } from './variational/plan';
import { SemiSupervisedNetwork } from './variational/semiSupervised';
import {
  autoencoderParameters,
  classificationWeight,
  importanceSamples,
  latentSize,
  longSchedule,
} from './variational/training';

/** Optimiser steps that `max_iter: auto` plans for. */
const autoSteps = 2000;
/** Hidden variables of `latent_size: auto`, at most. */
const autoLatent = 16;

export const vaeClassifier: ModelSpec = {
  card: {
    id: 'vae-classifier',
    title: 'Semi-supervised variational autoencoder',
    aliases: ['semi-supervised-vae', 'm2'],
    family: 'hybrid',
    learns: 'P(x, y) and P(y | x)',
    capabilities: ['Classifier', 'BoundedDensity', 'Sampler', 'Latent', 'Partial'],
    summary:
      'A variational autoencoder in which the class is a hidden variable too, guessed by a classifier: rows without a label teach the classifier which guesses explain them.',
    formula:
      'log p(x) >= sum_y q(y | x) (L(x, y) - log q(y | x)), L(x, y) = E_q[log p(x | z, y)] + log P(y) - KL(q(z | x, y) || N(0, I))',
    references: [
      {
        authors: 'Kingma, Rezende, Mohamed, Welling',
        year: 2014,
        title: 'Semi-supervised learning with deep generative models',
      },
      { authors: 'Burda, Grosse, Salakhutdinov', year: 2016, title: 'Importance weighted autoencoders' },
    ],
    parameters: [
      latentSize(
        `half as many as there are columns, at most ${autoLatent}: with few of them the class has to tell what they cannot`,
      ),
      classificationWeight(
        'Weight of the cross-entropy of labelled rows beside the bound of log p(x), which is per row.',
        'alpha mean(-log q(y | x))',
      ),
      ...autoencoderParameters(autoSteps),
      importanceSamples,
    ],
  },
  inpaints: true,
  async *fit(data, options, { rng, signal }) {
    const plan = planOf(data, options, Math.min(autoLatent, Math.ceil(data.x.columns / 2)));
    const network = new SemiSupervisedNetwork(plan.architecture);
    const { rows, tensors, share } = pairedRows(data);
    const noise = new Noise(rng.fork('noise'));
    const alpha = options.alpha as number;
    const { logPrior } = plan;
    try {
      const steps = train(
        {
          shapes: network.shapes,
          initial: network.initial(rng.fork('weights')),
          rows,
          data: tensors,
          loss: differentiate((weights, batch) => network.loss(weights, batch, { share, logPrior, alpha, noise })),
        },
        longSchedule(rows, options, autoSteps),
        { rng: rng.fork('order'), signal },
      );
      const trained = yield* relay(steps, ({ weights, ...progress }) => ({
        ...progress,
        current: {
          ...classifier(network, () => weights),
          ...sampler({ network: network.autoencoder, weights: () => weights }, logPrior),
        },
      }));
      const notes = emptyClassNotes(countRows(data.y, data.classes), data.classNames);
      return fittedClassifier(plan, network, trained.weights, [...notes, ...trained.notes]);
    } finally {
      tf.dispose(tensors);
      noise.dispose();
    }
  },
  restore(state) {
    const plan = readPlan(state);
    const network = new SemiSupervisedNetwork(plan.architecture);
    const weights = Float32Array.from(readArray(state.weights, 'weights', [flatSize(network.shapes)]));
    return fittedClassifier(plan, network, weights, readNotes(state.notes));
  },
};

/** `weights` gives the flat weights, as a tensor that it does not own or one of the enclosing `tf.tidy`. */
function classifier(network: SemiSupervisedNetwork, weights: () => tf.Tensor1D): Classifier {
  return {
    predictProba: async (x) =>
      softmaxRows(
        await inPasses(x, network.architecture.classes, (rows) =>
          network.logits(split(weights(), network.shapes), rows),
        ),
      ),
  };
}

function fittedClassifier(plan: Plan, network: SemiSupervisedNetwork, weights: Float32Array, notes: string[]): Fitted {
  const flat = () => tf.tensor1d(weights);
  return {
    ...classifier(network, flat),
    ...networkGradient((x) => network.logits(split(flat(), network.shapes), x)),
    ...generative({ network: network.autoencoder, weights: flat }, plan.logPrior, plan.samples),
    parameters: weights.length,
    notes,
    exactCategories: true,
    save: () => ({ ...savePlan(plan), weights: packExact(weights, [weights.length]), notes }),
    dispose() {},
  };
}
