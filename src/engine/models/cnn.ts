import * as tf from '@tensorflow/tfjs-core';
import { Problem } from '../../data/problem';
import { softmaxRows } from '../math/logSpace';
import type { Classifier, Fitted, ModelSpec } from '../model';
import { differentiate } from '../nn/autodiff';
import { convolve } from '../nn/convolution';
import { crossEntropy, divideForStopping, inPasses, labelledTensors, meanCrossEntropy } from '../nn/classification';
import {
  convolutionalForward,
  convolutionalMask,
  convolutionalShapes,
  denseSizes,
  initialConvolutional,
  picturesPerPass,
} from '../nn/convolutionalNetwork';
import type { ConvolutionalNetwork } from '../nn/convolutionalNetwork';
import { flatSize, split } from '../nn/flat';
import { networkGradient } from '../nn/inputGradient';
import { dropoutMasks } from '../nn/network';
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
  validationShare,
} from './shared/networkParameters';
import { damaged, packExact, readArray, readNotes, readSizes } from './shared/saved';

const plan = { steps: 2000, least: 5, most: 100, batch: 64 };

export const cnn: ModelSpec = {
  card: {
    id: 'cnn',
    title: 'Convolutional network',
    aliases: ['convnet'],
    family: 'discriminative',
    learns: 'P(y | x)',
    capabilities: ['Classifier'],
    summary:
      'Filters that look for the same small pattern everywhere in a picture, layer upon layer, then a dense network on what they found.',
    formula: 'h_l = maxpool(relu(W_l * h_{l-1} + b_l)), P(y | x) = softmax(mlp(h_L))',
    references: [
      {
        authors: 'LeCun, Bottou, Bengio, Haffner',
        year: 1998,
        title: 'Gradient-based learning applied to document recognition',
      },
      {
        authors: 'Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov',
        year: 2014,
        title: 'Dropout: a simple way to prevent neural networks from overfitting',
      },
      { authors: 'Kingma, Ba', year: 2015, title: 'Adam: a method for stochastic optimization' },
    ],
    parameters: [
      {
        name: 'filters',
        type: 'list',
        of: { name: 'number', type: 'integer', min: 1, max: 512, doc: 'Filters of one convolution.' },
        minItems: 1,
        maxItems: 6,
        default: [16, 32],
        doc: 'Filters of each convolution; after each, the picture is half as wide and high.',
      },
      {
        name: 'kernel_size',
        type: 'choice',
        choices: [
          { value: '3', doc: '3 by 3 pixels.' },
          { value: '5', doc: '5 by 5 pixels.' },
          { value: '7', doc: '7 by 7 pixels.' },
        ],
        default: '3',
        doc: 'Size of the filters.',
      },
      hiddenLayerSizes([64], 'Units of each dense layer after the convolutions.'),
      {
        name: 'dropout',
        type: 'number',
        min: 0,
        max: 0.95,
        default: 0.25,
        doc: 'Share of the hidden units of the dense layers that is left out by chance in each step, so that none is relied on alone.',
      },
      {
        name: 'alpha',
        aliases: ['weight_decay'],
        type: 'number',
        min: 0,
        default: 1e-4,
        doc: 'Strength of the L2 penalty on the weights; the intercepts are free.',
        formula: 'alpha / (2 batch_size) |W|^2',
      },
      learningRateInit(2e-3),
      batchSize(plan.batch),
      maxIter(plan),
      ...stopping(10, 'auto'),
    ],
  },
  reads: 'images',
  async *fit(data, options, { rng, signal }) {
    if (!data.image)
      throw new Problem('no-images', 'cnn reads whole pictures, and these columns are not all the pixels of such');
    const network: ConvolutionalNetwork = {
      image: data.image,
      filters: options.filters as number[],
      kernelSize: Number(options.kernel_size),
      hidden: options.hidden_layer_sizes as number[],
      classes: data.classes,
    };
    const early = options.early_stopping as boolean | 'auto';
    const { learn, validation } = divideForStopping(data, early, validationShare, rng.fork('validation'));
    const rows = learn.x.rows;
    const shapes = convolutionalShapes(network);
    const loop = schedule(rows, options, plan);
    const tensors = labelledTensors(learn, rows + 1);
    const held = validation && labelledTensors(validation, validation.x.rows);
    const noise = new Noise(rng.fork('dropout'));
    try {
      const steps = train(
        {
          shapes,
          initial: initialConvolutional(network, rng.fork('weights')),
          decay: convolutionalMask(network).map((isWeight) => (isWeight * (options.alpha as number)) / loop.batchSize),
          rows,
          data: tensors,
          loss: differentiate((weights, [x, y]) => {
            const masks = dropoutMasks(denseSizes(network), x!.shape[0]!, options.dropout as number, noise);
            const logits = convolutionalForward(network, weights, x as tf.Tensor2D, masks);
            return crossEntropy(logits, y as tf.Tensor1D).loss;
          }),
          ...(held && {
            validationLoss: (weights) =>
              meanCrossEntropy(held, (x) => convolutionalForward(network, weights, x), picturesPerPass(network)),
          }),
        },
        loop,
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
    const [width, height, channels, ...rest] = readSizes(state.image, 'image');
    const filters = readSizes(state.filters, 'filters');
    const [kernelSize, classes, ...others] = readSizes(state.sizes, 'sizes');
    if (channels === undefined || rest.length > 0) throw damaged('image holds no width, height and channels');
    if (filters.length === 0) throw damaged('its convolutions are missing');
    if (classes === undefined || others.length > 0 || kernelSize! % 2 === 0) throw damaged('sizes cannot be');
    const network: ConvolutionalNetwork = {
      image: { width: width!, height: height!, channels },
      filters,
      kernelSize: kernelSize!,
      hidden: readSizes(state.hidden, 'hidden'),
      classes,
    };
    const count = flatSize(convolutionalShapes(network));
    return fittedNetwork(
      network,
      Float32Array.from(readArray(state.weights, 'weights', [count])),
      readNotes(state.notes),
    );
  },
};

/** `weights` gives the flat weights, as a tensor that it does not own or one of the enclosing `tf.tidy`. */
function classifier(network: ConvolutionalNetwork, weights: () => tf.Tensor1D): Classifier {
  const shapes = convolutionalShapes(network);
  const logits = (x: tf.Tensor2D) => convolutionalForward(network, split(weights(), shapes), x);
  return {
    predictProba: async (x) => softmaxRows(await inPasses(x, network.classes, logits, picturesPerPass(network))),
  };
}

/** Weights stay in the memory of the CPU, from where each prediction takes them: nothing is lost with a GPU. */
function fittedNetwork(network: ConvolutionalNetwork, weights: Float32Array, notes: string[]): Fitted {
  const { image, filters, kernelSize, hidden, classes } = network;
  const shapes = convolutionalShapes(network);
  const logits = (x: tf.Tensor2D) =>
    convolutionalForward(network, split(tf.tensor1d(weights), shapes), x, [], convolve);
  return {
    ...classifier(network, () => tf.tensor1d(weights)),
    ...networkGradient(logits, picturesPerPass(network)),
    parameters: weights.length,
    notes,
    save: () => ({
      image: [image.width, image.height, image.channels],
      filters: [...filters],
      sizes: [kernelSize, classes],
      hidden: [...hidden],
      weights: packExact(weights, [weights.length]),
      notes,
    }),
    dispose() {},
  };
}
