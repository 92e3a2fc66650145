import * as tf from '@tensorflow/tfjs-core';
import { matrix } from '../../data/matrix';
import { oneHotRows } from '../math/tensors';
import type { Fitted, ModelSpec, TextWriter } from '../model';
import { differentiate } from '../nn/autodiff';
import { divideForStopping } from '../nn/classification';
import type { Labelled } from '../nn/classification';
import { flatSize, split } from '../nn/flat';
import { answerProba } from '../nn/text/answers';
import { alternativesOf, learnTensors, logProbaOf } from '../nn/text/textPasses';
import { textShapes, tokenLogProba, transformerOf } from '../nn/text/texts';
import type { TextNetwork } from '../nn/text/texts';
import { unwritten, writeTexts } from '../nn/text/write';
import { lossesOf, train } from '../nn/trainLoop';
import { firstTransformer } from '../nn/transformer';
import { relay } from '../relay';
import { smoothedLogPrior } from './shared/logPrior';
import { batchSize, learningRateInit, maxIter, schedule, stopping, validationShare } from './shared/networkParameters';
import type { AutoPlan } from './shared/networkParameters';
import { piecesParameter } from './shared/piecesParameter';
import { countRows, emptyClassNotes } from './shared/priors';
import { damaged, packExact, readArray, readNotes, readSizes } from './shared/saved';
import { transformerParameters, transformerSizes } from './shared/transformerParameters';

const autoPlan: AutoPlan = { steps: 1500, least: 3, most: 200, batch: 64 };
/** Tokens of a batch of long texts, at most, where nothing is said: a step takes about as long for every length. */
const tokensPerBatch = 2048;

export const languageModel: ModelSpec = {
  card: {
    id: 'language-model',
    title: 'Language model',
    aliases: ['lm'],
    family: 'generative',
    learns: 'P(text, y)',
    capabilities: ['Classifier', 'Density', 'Sampler'],
    summary:
      'A small transformer that learns which character, or piece of a word, comes next in the texts of each class: it writes new ones, says how likely a text is, and classifies by asking under which class it is likeliest.',
    formula:
      'P(text, y) = P(y) prod_t P(x_t | x_1 ... x_t-1, y); classify_by prompt: P(y | text) = P(next token is y | text)',
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
      {
        authors: 'Sennrich, Haddow, Birch',
        year: 2016,
        title: 'Neural machine translation of rare words with subword units',
      },
    ],
    parameters: [
      piecesParameter,
      ...transformerParameters,
      {
        name: 'classify_by',
        type: 'choice',
        choices: [
          { value: 'bayes', doc: 'Under which class is the text likeliest? One reading for each class.' },
          {
            value: 'prompt',
            doc: 'The text is the prompt, and what is read next is its class. Learned beside the texts.',
          },
        ],
        default: 'bayes',
        doc: 'How it finds the class of a text.',
      },
      learningRateInit(3e-3),
      batchSize(autoPlan.batch, `, fewer of long texts: ${tokensPerBatch.toLocaleString('en')} tokens`),
      maxIter(autoPlan),
      ...stopping(10, true),
    ],
  },
  reads: 'tokens',
  async *fit(data, options, { rng, signal }) {
    const early = options.early_stopping as boolean | 'auto';
    const { learn, validation } = divideForStopping(data, early, validationShare, rng.fork('validation'));
    const network: TextNetwork = {
      vocabulary: data.tokens!.vocabulary.length,
      length: data.x.columns,
      classes: data.classes,
      answers: options.classify_by === 'prompt' && data.classes > 1,
      ...transformerSizes(options),
    };
    const { tensors, rows } = learnTensors(network, learn);
    const kept = validation && heldOf(network, validation);
    const held = kept && learnTensors(network, kept);
    try {
      const lossOf = (weights: tf.Tensor[], [inputs, targets, y]: tf.Tensor[]): tf.Scalar =>
        tf.neg(
          // each text by itself first: sums of very many numbers lose digits
          tf.sum<tf.Scalar>(
            tf.sum(
              tokenLogProba(
                network,
                weights,
                inputs as tf.Tensor2D,
                targets as tf.Tensor2D,
                oneHotRows(y as tf.Tensor1D, data.classes),
              ),
              1,
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
          ...(held && { validationLoss: (weights) => tf.div(lossOf(weights, held.tensors), held.rows) }),
        },
        schedule(rows, options, { ...autoPlan, batch: batchOf(network) }),
        { rng: rng.fork('order'), signal },
      );
      const trained = yield* relay(steps, lossesOf);
      const notes = emptyClassNotes(countRows(data.y, data.classes), data.classNames);
      return fittedTexts(network, smoothedLogPrior(data.y, data.classes), trained.weights, [
        ...notes,
        ...trained.notes,
      ]);
    } finally {
      tf.dispose([...tensors, ...(held?.tensors ?? [])]);
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
    const network: TextNetwork = {
      vocabulary,
      length,
      classes,
      width,
      heads,
      blocks,
      answers: readFlag(state.answers),
    };
    const weights = Float32Array.from(readArray(state.weights, 'weights', [flatSize(textShapes(network))]));
    return fittedTexts(network, readArray(state.logPrior, 'logPrior', [classes]), weights, readNotes(state.notes));
  },
};

function batchOf({ length }: TextNetwork): number {
  return Math.min(autoPlan.batch, Math.max(1, Math.floor(tokensPerBatch / length)));
}

function readFlag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw damaged('it does not say whether texts end with their class');
  return value;
}

/** The validation loss is computed in one pass: so many numbers of it at most. */
const mostHeld = 1 << 21;

function heldOf({ vocabulary, length }: TextNetwork, { x, y }: Labelled): Labelled {
  const rows = Math.min(x.rows, Math.max(16, Math.floor(mostHeld / (length * vocabulary))));
  return { x: matrix(rows, x.columns, x.data.slice(0, rows * x.columns)), y: y.subarray(0, rows) };
}

/** Weights stay in the memory of the CPU, from where each question takes them: nothing is lost with a GPU. */
function fittedTexts(network: TextNetwork, logPrior: Float64Array, weights: Float32Array, notes: string[]): Fitted {
  const { length, classes } = network;
  const withWeights = async <T>(ask: (parts: tf.Tensor[]) => Promise<T>): Promise<T> => {
    const parts = tf.tidy(() => split(tf.tensor1d(weights), textShapes(network)));
    try {
      return await ask(parts);
    } finally {
      tf.dispose(parts);
    }
  };
  const write: TextWriter['write'] = (begun, label, options, rng, watch) => {
    const kind = Array.from({ length: classes }, (_, k) => Number(k === label));
    return withWeights((parts) => writeTexts(network, parts, begun, kind, options, rng, watch));
  };
  return {
    logPrior,
    ...(network.answers && { predictProba: (x) => withWeights((parts) => answerProba(network, parts, x)) }),
    logJoint: (x) =>
      withWeights(async (parts) => {
        const joint = matrix(x.rows, classes);
        for (let k = 0; k < classes; k++) {
          const values = await logProbaOf(network, parts, x, new Int32Array(x.rows).fill(k));
          for (let i = 0; i < x.rows; i++) {
            const own = values.subarray(i * length, (i + 1) * length);
            joint.data[i * classes + k] = own.reduce((sum, value) => sum + value, logPrior[k]!);
          }
        }
        return joint;
      }),
    sample: (n, label, rng) => write(unwritten(n, length), label, { temperature: 1 }, rng),
    write,
    tokenLogProba: (x, labels) =>
      withWeights(async (parts) => matrix(x.rows, length, await logProbaOf(network, parts, x, labels))),
    alternatives: (x, labels, count) => withWeights((parts) => alternativesOf(network, parts, x, labels, count)),
    parameters: weights.length,
    notes,
    save: () => ({
      sizes: [network.vocabulary, length, classes, network.width, network.heads, network.blocks],
      answers: network.answers,
      weights: packExact(weights, [weights.length]),
      logPrior: packExact(logPrior, [classes]),
      notes,
    }),
    dispose() {},
  };
}
