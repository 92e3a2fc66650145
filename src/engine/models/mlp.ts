import * as tf from '@tensorflow/tfjs-core';
import { softmaxRows } from '../math/logSpace';
import type { Classifier, Fitted, ModelSpec } from '../model';
import { crossEntropy, divideForStopping, inPasses, labelledTensors } from '../nn/classification';
import { flatSize, split } from '../nn/flat';
import { networkGradient } from '../nn/inputGradient';
import {
  backward,
  denseShapes,
  dropoutMasks,
  forward,
  initialWeights,
  isActivation,
  layers,
  weightMask,
} from '../nn/network';
import type { ActivationName, DenseNetwork } from '../nn/network';
import { Noise } from '../nn/noise';
import { train } from '../nn/trainLoop';
import { relay } from '../relay';
import {
  batchSize,
  hiddenLayerSizes,
  learningRateInit,
  maxIter,
  schedule,
  stopping,
  validationFraction,
} from './shared/networkParameters';
import type { AutoPlan } from './shared/networkParameters';
import { damaged, packExact, readArray, readNotes, readSizes } from './shared/saved';

/** What `max_iter: auto` and `batch_size: auto` come to. */
export const autoPlan: AutoPlan = { steps: 4000, least: 20, most: 2000, batch: 200 };

export const mlp: ModelSpec = {
  card: {
    id: 'mlp',
    title: 'Multi-layer perceptron',
    aliases: [],
    family: 'discriminative',
    learns: 'P(y | x)',
    capabilities: ['Classifier'],
    summary: 'Layers of weighted sums with a non-linearity between them, trained by Adam: boundaries of any shape.',
    formula: 'P(y | x) = softmax(W_3 f(W_2 f(W_1 x + b_1) + b_2) + b_3)',
    references: [
      {
        authors: 'Rumelhart, Hinton, Williams',
        year: 1986,
        title: 'Learning representations by back-propagating errors',
      },
      {
        authors: 'Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov',
        year: 2014,
        title: 'Dropout: a simple way to prevent neural networks from overfitting',
      },
      { authors: 'Kingma, Ba', year: 2015, title: 'Adam: a method for stochastic optimization' },
    ],
    parameters: [
      hiddenLayerSizes([64, 64]),
      {
        name: 'activation',
        type: 'choice',
        default: 'relu',
        doc: 'The non-linearity between the layers.',
        choices: [
          { value: 'relu', doc: 'max(0, x)' },
          { value: 'tanh', doc: 'tanh(x)' },
          { value: 'logistic', doc: '1 / (1 + exp(-x))' },
          { value: 'identity', doc: 'x: the network is linear' },
        ],
      },
      {
        name: 'alpha',
        type: 'number',
        min: 0,
        default: 1e-4,
        doc: 'Strength of the L2 penalty on the weights (weight decay); the intercepts are free.',
        formula: 'alpha / (2 batch_size) |W|^2',
      },
      {
        name: 'dropout',
        type: 'number',
        min: 0,
        max: 0.95,
        default: 0,
        doc: 'Share of the hidden units that is left out by chance in each step, so that none is relied on alone.',
      },
      learningRateInit(1e-3),
      batchSize(autoPlan.batch),
      maxIter(autoPlan),
      ...stopping(10, 'auto'),
      validationFraction,
    ],
  },
  async *fit(data, options, { rng, signal }) {
    const network: DenseNetwork = {
      sizes: [data.x.columns, ...(options.hidden_layer_sizes as number[]), data.classes],
      activation: options.activation as ActivationName,
    };
    const early = options.early_stopping as boolean | 'auto';
    const { learn, validation } = divideForStopping(
      data,
      early,
      options.validation_fraction as number,
      rng.fork('validation'),
    );
    const rows = learn.x.rows;
    const tensors = labelledTensors(learn, rows + 1);
    const noise = new Noise(rng.fork('dropout'));
    const rate = options.dropout as number;
    const held = validation && labelledTensors(validation, validation.x.rows);
    try {
      const plan = schedule(rows, options, autoPlan);
      const steps = train(
        {
          shapes: denseShapes(network.sizes),
          initial: initialWeights(network, rng.fork('weights')),
          decay: weightMask(network.sizes).map((isWeight) => (isWeight * (options.alpha as number)) / plan.batchSize),
          rows,
          data: tensors,
          loss: (weights, [x, y]) =>
            batchLoss(network, weights, x as tf.Tensor2D, y as tf.Tensor1D, (n) =>
              dropoutMasks(network.sizes, n, rate, noise),
            ),
          ...(held && {
            validationLoss: (weights) => tf.div(batchLoss(network, weights, ...held).loss, held[0].shape[0]),
          }),
        },
        plan,
        { rng: rng.fork('order'), signal },
      );
      const trained = yield* relay(steps, ({ weights, ...progress }) => ({
        ...progress,
        current: classifier(network, () => weights),
      }));
      return fittedNetwork(network, trained.weights, trained.notes);
    } finally {
      noise.dispose();
      tf.dispose(tensors);
      tf.dispose(held ?? []);
    }
  },
  restore(state) {
    const sizes = readSizes(state.sizes, 'sizes');
    const { activation } = state;
    if (sizes.length < 2) throw damaged('its layers are missing');
    if (!isActivation(activation)) throw damaged(`unknown activation ${JSON.stringify(activation)}`);
    const count = flatSize(denseShapes(sizes));
    const weights = Float32Array.from(readArray(state.weights, 'weights', [count]));
    return fittedNetwork({ sizes, activation }, weights, readNotes(state.notes));
  },
};

function batchLoss(
  network: DenseNetwork,
  weights: tf.Tensor[],
  x: tf.Tensor2D,
  y: tf.Tensor1D,
  masksOf: (rows: number) => tf.Tensor[] = () => [],
) {
  const masks = masksOf(x.shape[0]);
  const outputs = layers(network, weights, x, masks);
  const { loss, gradient } = crossEntropy(outputs.at(-1)!, y);
  return { loss, gradients: backward(network, weights, outputs, gradient, masks) };
}

/** `weights` gives the flat weights, as a tensor that it does not own or one of the enclosing `tf.tidy`. */
function classifier(network: DenseNetwork, weights: () => tf.Tensor1D): Classifier {
  const shapes = denseShapes(network.sizes);
  return {
    predictProba: async (x) =>
      softmaxRows(await inPasses(x, network.sizes.at(-1)!, (rows) => forward(network, split(weights(), shapes), rows))),
  };
}

/** Weights stay in the memory of the CPU, from where each prediction takes them: nothing is lost with a GPU. */
function fittedNetwork(network: DenseNetwork, weights: Float32Array, notes: string[]): Fitted {
  return {
    ...classifier(network, () => tf.tensor1d(weights)),
    ...networkGradient((x) => forward(network, split(tf.tensor1d(weights), denseShapes(network.sizes)), x)),
    parameters: weights.length,
    notes,
    save: () => ({
      sizes: [...network.sizes],
      activation: network.activation,
      weights: packExact(weights, [weights.length]),
      notes,
    }),
    dispose() {},
  };
}
