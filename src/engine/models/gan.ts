import * as tf from '@tensorflow/tfjs-core';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import type { Adversaries, Fitted, ModelSpec } from '../model';
import { judgeRows, makeRows, playerParts, playerSize } from '../nn/adversarial/game';
import type { Game } from '../nn/adversarial/game';
import { playGame } from '../nn/adversarial/playGame';
import type { Played } from '../nn/adversarial/playGame';
import { inPasses, labelledTensors } from '../nn/classification';
import { relay } from '../relay';
import { classWeights, joined } from './shared/classInput';
import { smoothedLogPrior } from './shared/logPrior';
import { countRows, emptyClassNotes } from './shared/priors';
import { batchSize, hiddenLayerSizes, learningRateInit, maxIter, plannedEpochs } from './shared/networkParameters';
import type { AutoPlan } from './shared/networkParameters';
import { damaged, packExact, readArray, readNotes, readSizes } from './shared/saved';

const autoPlan: AutoPlan = { steps: 2500, least: 20, most: 1000, batch: 128 };
/** Hidden variables of `latent_size: auto`, one for each column within these bounds. */
const autoLatent = { least: 2, most: 32 };

export const gan: ModelSpec = {
  card: {
    id: 'gan',
    title: 'Generative adversarial network',
    aliases: [],
    family: 'generative',
    learns: 'P(x | y)',
    capabilities: ['Sampler'],
    summary:
      'Two networks play: one makes rows from noise, the other tells them from real ones, until it no longer can. What is left draws rows of each class and has no density.',
    formula:
      'x = G(z, y), z ~ N(0, I); D lowers E softplus(-D(x, y)) + E softplus(D(G(z, y), y)), G lowers E softplus(-D(G(z, y), y))',
    references: [
      {
        authors: 'Goodfellow, Pouget-Abadie, Mirza, Xu, Warde-Farley, Ozair, Courville, Bengio',
        year: 2014,
        title: 'Generative adversarial nets',
      },
      { authors: 'Mirza, Osindero', year: 2014, title: 'Conditional generative adversarial nets' },
      {
        authors: 'Mescheder, Geiger, Nowozin',
        year: 2018,
        title: 'Which training methods for GANs do actually converge?',
      },
    ],
    parameters: [
      hiddenLayerSizes([96, 96], 'Units of each hidden layer, of both networks.'),
      {
        name: 'latent_size',
        type: 'integer',
        min: 1,
        max: 512,
        default: 'auto',
        words: [{ value: 'auto', doc: `one for each column, ${autoLatent.least} to ${autoLatent.most}` }],
        doc: 'Hidden variables, from whose normal noise rows are made.',
      },
      learningRateInit(3e-3),
      {
        name: 'penalty',
        type: 'number',
        min: 0,
        default: 0.01,
        doc: 'Strength of the penalty on the slope of the discriminator: higher is steadier and blurs more.',
        formula: 'penalty / 2 (E |grad D(x)|^2 + E |grad D(G(z))|^2)',
      },
      batchSize(autoPlan.batch),
      maxIter(autoPlan),
    ],
  },
  async *fit(data, options, { rng, signal }) {
    const { columns, rows } = data.x;
    const { least, most } = autoLatent;
    const game: Game = {
      columns,
      classes: data.classes,
      latentSize:
        options.latent_size === 'auto' ? Math.min(most, Math.max(least, columns)) : (options.latent_size as number),
      hidden: options.hidden_layer_sizes as number[],
      pictures: data.image !== undefined,
    };
    const batch = Math.min(rows, options.batch_size === 'auto' ? autoPlan.batch : (options.batch_size as number));
    const epochs = options.max_iter === 'auto' ? plannedEpochs(rows, batch, autoPlan) : (options.max_iter as number);
    const logPrior = smoothedLogPrior(data.y, data.classes);
    const tensors = labelledTensors(data, rows + 1);
    try {
      const steps = playGame(
        game,
        tensors,
        rows,
        {
          steps: epochs * Math.ceil(rows / batch),
          batchSize: batch,
          learningRate: options.learning_rate_init as number,
          penalty: options.penalty as number,
        },
        { rng, signal },
      );
      const played = yield* relay(steps, ({ generator, discriminator, step, steps: planned, loss }) => ({
        step,
        steps: planned,
        ...(loss === undefined ? {} : { loss }),
        current: abilities(game, logPrior, { generator: () => generator, discriminator: () => discriminator }),
      }));
      const notes = emptyClassNotes(countRows(data.y, data.classes), data.classNames);
      return fittedGan(game, logPrior, { ...played, notes: [...notes, ...played.notes] });
    } finally {
      tf.dispose([...tensors]);
    }
  },
  restore(state) {
    const [columns, classes, latentSize, ...hidden] = readSizes(state.sizes, 'sizes');
    if (columns === undefined || classes === undefined || latentSize === undefined || hidden.length === 0)
      throw damaged('its sizes are incomplete');
    if (typeof state.pictures !== 'boolean') throw damaged('what it makes is unknown');
    const game: Game = { columns, classes, latentSize, hidden, pictures: state.pictures };
    const weights = (role: 'generator' | 'discriminator') =>
      Float32Array.from(readArray(state[role], role, [playerSize(game, role)]));
    return fittedGan(game, readArray(state.logPrior, 'logPrior', [classes]), {
      generator: weights('generator'),
      discriminator: weights('discriminator'),
      notes: readNotes(state.notes),
    });
  },
};

/** The flat weights of both networks, as tensors that are another's or of the enclosing `tf.tidy`. */
type Weights = Record<'generator' | 'discriminator', () => tf.Tensor1D>;

function abilities(game: Game, logPrior: Float64Array, weights: Weights) {
  const { latentSize, classes, columns } = game;
  /** What a network makes of rows of numbers, all of one class. */
  const ofClass = (
    rows: Matrix,
    label: number,
    outputs: number,
    network: (values: tf.Tensor2D, hot: tf.Tensor2D) => tf.Tensor2D,
  ): Promise<Matrix> =>
    inPasses(joined(rows, classWeights(new Int32Array(rows.rows).fill(label), classes)), outputs, (both) => {
      const [values, hot] = tf.split(both, [rows.columns, classes], 1) as [tf.Tensor2D, tf.Tensor2D];
      return network(values, hot);
    });
  const adversaries: Adversaries = {
    latentSize,
    make: (z, label) =>
      ofClass(z, label, columns, (values, hot) =>
        makeRows(game, playerParts(game, 'generator', weights.generator()), values, hot),
      ),
    judge: async (x, label) => {
      const judged = await ofClass(x, label, 1, (values, hot) => {
        const scores = judgeRows(game, playerParts(game, 'discriminator', weights.discriminator()), values, hot);
        return tf.expandDims<tf.Tensor2D>(tf.sigmoid(scores), 1);
      });
      return judged.data;
    },
  };
  return {
    logPrior,
    adversaries,
    sample: (n: number, label: number, rng: Rng): Promise<Matrix> => {
      const noise = Float64Array.from({ length: n * latentSize }, () => rng.normal());
      return adversaries.make(matrix(n, latentSize, noise), label);
    },
  };
}

/** Weights stay in the memory of the CPU: nothing is lost with a GPU. */
function fittedGan(game: Game, logPrior: Float64Array, { generator, discriminator, notes }: Played): Fitted {
  return {
    ...abilities(game, logPrior, {
      generator: () => tf.tensor1d(generator),
      discriminator: () => tf.tensor1d(discriminator),
    }),
    parameters: generator.length + discriminator.length,
    notes,
    save: () => ({
      sizes: [game.columns, game.classes, game.latentSize, ...game.hidden],
      pictures: game.pictures,
      generator: packExact(generator, [generator.length]),
      discriminator: packExact(discriminator, [discriminator.length]),
      logPrior: packExact(logPrior, [logPrior.length]),
      notes,
    }),
    dispose() {},
  };
}
