import * as tf from '@tensorflow/tfjs-core';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import { softmaxRows } from '../math/logSpace';
import type { Fitted, ModelSpec } from '../model';
import { differentiate } from '../nn/autodiff';
import { crossEntropy, divideForStopping, inPasses, labelledTensors, meanCrossEntropy } from '../nn/classification';
import { flatSize, split } from '../nn/flat';
import { Noise } from '../nn/noise';
import { attentionRollout } from '../nn/text/attentionRollout';
import { firstWordReader, readWords, wordReaderShapes } from '../nn/text/wordReader';
import type { Dropout, WordReader } from '../nn/text/wordReader';
import { lossesOf, train } from '../nn/trainLoop';
import { relay } from '../relay';
import { batchSize, learningRateInit, maxIter, schedule, stopping, validationShare } from './shared/networkParameters';
import type { AutoPlan } from './shared/networkParameters';
import { damaged, packExact, readArray, readNotes, readSizes } from './shared/saved';
import { sizeParameters, transformerSizes } from './shared/transformerParameters';

const autoPlan: AutoPlan = { steps: 400, least: 4, most: 40, batch: 32 };
/** Words that are read at once. */
const wordsPerPass = 1 << 13;

export const textTransformer: ModelSpec = {
  card: {
    id: 'text-transformer',
    title: 'Text transformer',
    aliases: [],
    family: 'discriminative',
    learns: 'P(y | text)',
    capabilities: ['Classifier', 'Attention'],
    summary:
      'A small transformer that reads a text word by word, each word in the light of all others, and says which class it is of.',
    formula: 'h = blocks(E x_t + p_t), P(y | text) = softmax(W mean_t norm(h_t) + b)',
    references: [
      {
        authors: 'Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser, Polosukhin',
        year: 2017,
        title: 'Attention is all you need',
      },
      { authors: 'Abnar, Zuidema', year: 2020, title: 'Quantifying attention flow in transformers' },
    ],
    parameters: [
      ...sizeParameters(32, 1, 'the others'),
      {
        name: 'dropout',
        type: 'number',
        min: 0,
        max: 0.95,
        default: 0.3,
        doc: 'Share of what each part adds, and of the words, that is left out by chance in each step, so that none is relied on alone.',
      },
      learningRateInit(1e-3),
      batchSize(autoPlan.batch),
      maxIter(autoPlan),
      ...stopping(10, 'auto'),
    ],
  },
  reads: 'words',
  async *fit(data, options, { rng, signal }) {
    if (!data.words) throw new Problem('no-words', 'text-transformer reads texts word by word, and this data has none');
    const reader: WordReader = {
      vocabulary: data.words.vocabulary.length,
      length: data.x.columns,
      classes: data.classes,
      ...transformerSizes(options),
    };
    const early = options.early_stopping as boolean | 'auto';
    const { learn, validation } = divideForStopping(data, early, validationShare, rng.fork('validation'));
    const rows = learn.x.rows;
    const tensors = labelledTensors(learn, rows + 1);
    const held = validation && labelledTensors(validation, validation.x.rows);
    const noise = new Noise(rng.fork('dropout'));
    const dropout = dropoutOf(options.dropout as number, noise);
    try {
      const steps = train(
        {
          shapes: wordReaderShapes(reader),
          initial: firstWordReader(reader, rng.fork('weights')),
          rows,
          data: tensors,
          loss: differentiate((weights, [x, y]) => {
            const { logits } = readWords(reader, weights, x as tf.Tensor2D, dropout);
            return crossEntropy(logits, y as tf.Tensor1D).loss;
          }),
          ...(held && {
            validationLoss: (weights) =>
              meanCrossEntropy(held, (x) => readWords(reader, weights, x).logits, textsPerPass(reader)),
          }),
        },
        // smaller and smaller steps: of noisy gradients the last ones would stay in the weights
        { ...schedule(rows, options, autoPlan), rateFactor: (share) => 1 - share },
        { rng: rng.fork('order'), signal },
      );
      const trained = yield* relay(steps, lossesOf);
      return fittedReader(reader, trained.weights, trained.notes);
    } finally {
      noise.dispose();
      tf.dispose([...tensors, ...(held ?? [])]);
    }
  },
  restore(state) {
    const [vocabulary, length, classes, width, heads, blocks, ...others] = readSizes(state.sizes, 'sizes');
    if (
      vocabulary === undefined ||
      length === undefined ||
      classes === undefined ||
      width === undefined ||
      heads === undefined ||
      blocks === undefined ||
      others.length > 0 ||
      width % heads !== 0
    )
      throw damaged('its sizes are incomplete');
    const reader: WordReader = { vocabulary, length, classes, width, heads, blocks };
    const weights = Float32Array.from(readArray(state.weights, 'weights', [flatSize(wordReaderShapes(reader))]));
    return fittedReader(reader, weights, readNotes(state.notes));
  },
};

function textsPerPass({ length }: WordReader): number {
  return Math.max(1, Math.floor(wordsPerPass / length));
}

function dropoutOf(rate: number, noise: Noise): Dropout | undefined {
  if (rate === 0) return undefined;
  const kept = (shape: number[]) => tf.cast(tf.greaterEqual(noise.uniform(shape), rate), 'float32');
  return {
    // the first word is the unknown one
    words: (words) => tf.mul(words, kept(words.shape)),
    units: (values) => tf.mul(values, tf.div(kept(values.shape), 1 - rate)),
  };
}

/** Weights stay in the memory of the CPU, from where each prediction takes them: nothing is lost with a GPU. */
function fittedReader(reader: WordReader, weights: Float32Array, notes: string[]): Fitted {
  const shapes = wordReaderShapes(reader);
  const { vocabulary, length, classes, width, heads, blocks } = reader;
  const read = (x: tf.Tensor2D) => readWords(reader, split(tf.tensor1d(weights), shapes), x);
  const ask = (columns: number, answer: (x: tf.Tensor2D) => tf.Tensor2D, x: Matrix) =>
    inPasses(x, columns, answer, textsPerPass(reader));
  return {
    predictProba: async (x) => softmaxRows(await ask(classes, (rows) => read(rows).logits, x)),
    attention: (x) => ask(length, (rows) => attentionRollout(read(rows).attention, rows), x),
    parameters: weights.length,
    notes,
    save: () => ({
      sizes: [vocabulary, length, classes, width, heads, blocks],
      weights: packExact(weights, [weights.length]),
      notes,
    }),
    dispose() {},
  };
}
