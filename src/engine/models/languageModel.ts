import * as tf from '@tensorflow/tfjs-core';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { oneHotRows, readTensor } from '../math/tensors';
import type { Fitted, ModelSpec, TextWriter } from '../model';
import { differentiate } from '../nn/autodiff';
import { divideForStopping } from '../nn/classification';
import type { Labelled } from '../nn/classification';
import { flatSize, split } from '../nn/flat';
import { shifted, textShapes, tokenLogProba, transformerOf } from '../nn/text/texts';
import type { TextNetwork } from '../nn/text/texts';
import { writeTexts } from '../nn/text/write';
import { train } from '../nn/trainLoop';
import { firstTransformer } from '../nn/transformer';
import { relay } from '../relay';
import { smoothedLogPrior } from './shared/logPrior';
import { batchSize, learningRateInit, maxIter, schedule, stopping, validationShare } from './shared/networkParameters';
import type { AutoPlan } from './shared/networkParameters';
import { countRows, emptyClassNotes } from './shared/priors';
import { damaged, packExact, readArray, readNotes, readSizes } from './shared/saved';
import { transformerParameters, transformerSizes } from './shared/transformerParameters';

const autoPlan: AutoPlan = { steps: 1500, least: 3, most: 200, batch: 64 };
/** Texts that are read at once. */
const textsPerPass = 128;

export const languageModel: ModelSpec = {
  card: {
    id: 'language-model',
    title: 'Language model',
    aliases: ['lm'],
    family: 'generative',
    learns: 'P(text, y)',
    capabilities: ['Classifier', 'Density', 'Sampler'],
    summary:
      'A small transformer that learns which character comes next in the texts of each class: it writes new ones, says how likely a text is, and classifies by asking under which class it is likeliest.',
    formula: 'P(text, y) = P(y) prod_t P(x_t | x_1 ... x_t-1, y)',
    references: [
      {
        authors: 'Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser, Polosukhin',
        year: 2017,
        title: 'Attention is all you need',
      },
      {
        authors: 'Radford, Narasimhan, Salimans, Sutskever',
        year: 2018,
        title: 'Improving language understanding by generative pre-training',
      },
    ],
    parameters: [
      ...transformerParameters,
      learningRateInit(3e-3),
      batchSize(autoPlan.batch),
      maxIter(autoPlan),
      ...stopping(10, true),
    ],
  },
  reads: 'tokens',
  async *fit(data, options, { rng, signal }) {
    const early = options.early_stopping as boolean | 'auto';
    const { learn, validation } = divideForStopping(data, early, validationShare, rng.fork('validation'));
    const rows = learn.x.rows;
    const network: TextNetwork = {
      vocabulary: data.tokens!.vocabulary.length,
      length: data.x.columns,
      classes: data.classes,
      ...transformerSizes(options),
    };
    const tensors = textTensors(network, learn, rows + 1);
    const held = validation && textTensors(network, validation, validation.x.rows);
    try {
      const lossOf = (weights: tf.Tensor[], [inputs, targets, y]: tf.Tensor[]): tf.Scalar =>
        tf.neg(
          tf.sum<tf.Scalar>(
            tokenLogProba(
              network,
              weights,
              inputs as tf.Tensor2D,
              targets as tf.Tensor2D,
              oneHotRows(y as tf.Tensor1D, data.classes),
            ),
          ),
        );
      const steps = train(
        {
          shapes: textShapes(network),
          initial: firstTransformer(transformerOf(network), rng.fork('weights')),
          rows,
          data: tensors,
          loss: differentiate(lossOf),
          ...(held && { validationLoss: (weights) => tf.div(lossOf(weights, held), validation!.x.rows) }),
        },
        schedule(rows, options, autoPlan),
        { rng: rng.fork('order'), signal },
      );
      const trained = yield* relay(steps, ({ step, steps: planned, loss, validationLoss }) => ({
        step,
        steps: planned,
        ...(loss === undefined ? {} : { loss }),
        ...(validationLoss === undefined ? {} : { validationLoss }),
      }));
      const notes = emptyClassNotes(countRows(data.y, data.classes), data.classNames);
      return fittedTexts(network, smoothedLogPrior(data.y, data.classes), trained.weights, [
        ...notes,
        ...trained.notes,
      ]);
    } finally {
      tf.dispose([...tensors, ...(held ?? [])]);
    }
  },
  restore(state) {
    const [vocabulary, length, classes, width, heads, blocks] = readSizes(state.sizes, 'sizes');
    if (
      vocabulary === undefined ||
      length === undefined ||
      classes === undefined ||
      width === undefined ||
      heads === undefined ||
      blocks === undefined ||
      width % heads !== 0
    )
      throw damaged('its sizes are incomplete');
    const network: TextNetwork = { vocabulary, length, classes, width, heads, blocks };
    const weights = Float32Array.from(readArray(state.weights, 'weights', [flatSize(textShapes(network))]));
    return fittedTexts(network, readArray(state.logPrior, 'logPrior', [classes]), weights, readNotes(state.notes));
  },
};

/** Inputs, targets and classes of texts, with rows of padding at the end. */
function textTensors(network: TextNetwork, { x, y }: Labelled, rows: number): [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D] {
  const { inputs, targets } = shifted(network, x, rows);
  const labels = new Int32Array(rows).fill(-1);
  labels.set(y);
  const shape: [number, number] = [rows, network.length];
  return [tf.tensor2d(inputs, shape, 'int32'), tf.tensor2d(targets, shape, 'int32'), tf.tensor1d(labels, 'int32')];
}

/** log P(token | those before it, y) of texts of these classes: [n, length]. */
async function logProbaOf(
  network: TextNetwork,
  weights: Float32Array,
  x: Matrix,
  labels: Int32Array,
): Promise<Float64Array> {
  const out = new Float64Array(x.rows * network.length);
  const size = Math.min(x.rows, textsPerPass);
  for (let from = 0; from < x.rows; from += size) {
    const rows = Math.min(size, x.rows - from);
    const part = matrix(rows, x.columns, x.data.slice(from * x.columns, (from + rows) * x.columns));
    const tensors = textTensors(network, { x: part, y: labels.subarray(from, from + rows) }, size);
    const values = await readTensor(
      tf.tidy(() => {
        const [inputs, targets, y] = tensors;
        const parts = split(tf.tensor1d(weights), textShapes(network));
        return tokenLogProba(network, parts, inputs, targets, oneHotRows(y, network.classes));
      }),
    );
    tf.dispose(tensors);
    out.set(values.subarray(0, rows * network.length), from * network.length);
  }
  return out;
}

/** Weights stay in the memory of the CPU, from where each question takes them: nothing is lost with a GPU. */
function fittedTexts(network: TextNetwork, logPrior: Float64Array, weights: Float32Array, notes: string[]): Fitted {
  const { length, classes } = network;
  const write: TextWriter['write'] = (prompt, n, label, options, rng) =>
    writeTexts(network, () => split(tf.tensor1d(weights), textShapes(network)), prompt, n, label, options, rng);
  return {
    logPrior,
    async logJoint(x: Matrix): Promise<Matrix> {
      const joint = matrix(x.rows, classes);
      for (let k = 0; k < classes; k++) {
        const values = await logProbaOf(network, weights, x, new Int32Array(x.rows).fill(k));
        for (let i = 0; i < x.rows; i++) {
          const own = values.subarray(i * length, (i + 1) * length);
          joint.data[i * classes + k] = own.reduce((sum, value) => sum + value, logPrior[k]!);
        }
      }
      return joint;
    },
    sample: (n, label, rng) => write(new Float64Array(0), n, label, { temperature: 1 }, rng),
    write,
    tokenLogProba: async (x, labels) => matrix(x.rows, length, await logProbaOf(network, weights, x, labels)),
    parameters: weights.length,
    notes,
    save: () => ({
      sizes: [network.vocabulary, length, classes, network.width, network.heads, network.blocks],
      weights: packExact(weights, [weights.length]),
      logPrior: packExact(logPrior, [classes]),
      notes,
    }),
    dispose() {},
  };
}
