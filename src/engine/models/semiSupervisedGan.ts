import * as tf from '@tensorflow/tfjs-core';
import { matrix, rowOf, stackRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { softmaxRows } from '../math/logSpace';
import { rowsTensor } from '../math/tensors';
import type { Classifier, Fitted, ModelSpec, Sampler } from '../model';
import { roleParts, roleSize, rowsFrom, scoresOf } from '../nn/adversarial/classGame';
import type { ClassGame, ClassRole } from '../nn/adversarial/classGame';
import { playClassGame } from '../nn/adversarial/playClassGame';
import { inPasses, labelledTensors } from '../nn/classification';
import { networkGradient } from '../nn/inputGradient';
import { relay } from '../relay';
import { smoothedLogPrior } from './shared/logPrior';
import { countRows, emptyClassNotes } from './shared/priors';
import { batchSize, hiddenLayerSizes, learningRateInit, maxIter, plannedEpochs } from './shared/networkParameters';
import type { AutoPlan } from './shared/networkParameters';
import { damaged, packExact, readArray, readNotes, readSizes } from './shared/saved';

const autoPlan: AutoPlan = { steps: 1500, least: 20, most: 1000, batch: 128 };
/** Hidden variables, one for each column within these bounds. */
const latent = { least: 2, most: 32 };
/** Rows that are made for each that is wanted of a class, at least so many, and how often before any row will do. */
const tries = { rows: 4, least: 64, most: 20 };

export const semiSupervisedGan: ModelSpec = {
  card: {
    id: 'semi-supervised-gan',
    title: 'Semi-supervised GAN',
    aliases: ['sgan'],
    family: 'hybrid',
    learns: 'P(y | x) with a generator of x',
    capabilities: ['Classifier', 'Sampler', 'Partial'],
    summary:
      'A GAN whose discriminator also names the class: it learns where rows are from all of them, and what they are called from the few that have a label.',
    formula: 'P(y = k | x) = exp l_k(x) / Z, P(real | x) = Z / (Z + 1), Z = sum_k exp l_k(x)',
    references: [
      {
        authors: 'Salimans, Goodfellow, Zaremba, Cheung, Radford, Chen',
        year: 2016,
        title: 'Improved techniques for training GANs',
      },
    ],
    parameters: [
      hiddenLayerSizes([64, 64], 'Units of each hidden layer, of both networks.'),
      learningRateInit(3e-3),
      batchSize(autoPlan.batch),
      maxIter(autoPlan),
    ],
  },
  async *fit(data, options, { rng, signal }) {
    const { columns } = data.x;
    const game: ClassGame = {
      columns,
      classes: data.classes,
      latentSize: Math.min(latent.most, Math.max(latent.least, columns)),
      hidden: options.hidden_layer_sizes as number[],
      pictures: data.image !== undefined,
    };
    const all = data.unlabelled ? stackRows([data.x, data.unlabelled]) : data.x;
    const batch = Math.min(all.rows, options.batch_size === 'auto' ? autoPlan.batch : (options.batch_size as number));
    const epochs =
      options.max_iter === 'auto' ? plannedEpochs(all.rows, batch, autoPlan) : (options.max_iter as number);
    const logPrior = smoothedLogPrior(data.y, data.classes);
    const tensors = [...labelledTensors(data, data.x.rows), rowsTensor(all, 0, all.rows + 1)] as const;
    try {
      const steps = playClassGame(
        game,
        [tensors[0], tensors[1]],
        tensors[2],
        {
          steps: epochs * Math.ceil(all.rows / batch),
          batchSize: batch,
          learningRate: options.learning_rate_init as number,
        },
        { rng, signal },
      );
      const played = yield* relay(steps, ({ generator, classifier, step, steps: planned, loss }) => ({
        step,
        steps: planned,
        ...(loss === undefined ? {} : { loss }),
        current: abilities(game, logPrior, { generator: () => generator, classifier: () => classifier }),
      }));
      const notes = [...emptyClassNotes(countRows(data.y, data.classes), data.classNames), ...played.notes];
      return fittedGame(game, logPrior, played.classifier, played.generator, notes);
    } finally {
      tf.dispose([...tensors]);
    }
  },
  restore(state) {
    const [columns, classes, latentSize, ...hidden] = readSizes(state.sizes, 'sizes');
    if (columns === undefined || classes === undefined || latentSize === undefined || hidden.length === 0)
      throw damaged('its sizes are incomplete');
    if (typeof state.pictures !== 'boolean') throw damaged('what it makes is unknown');
    const game: ClassGame = { columns, classes, latentSize, hidden, pictures: state.pictures };
    const weights = (role: 'classifier' | 'generator') =>
      Float32Array.from(readArray(state[role], role, [roleSize(game, role)]));
    const logPrior = readArray(state.logPrior, 'logPrior', [classes]);
    return fittedGame(game, logPrior, weights('classifier'), weights('generator'), readNotes(state.notes));
  },
};

/** The flat weights of both networks, as tensors that are another's or of the enclosing `tf.tidy`. */
type Weights = Record<ClassRole, () => tf.Tensor1D>;

function abilities(game: ClassGame, logPrior: Float64Array, weights: Weights): Classifier & Sampler {
  const classifier: Classifier = {
    predictProba: async (x) =>
      softmaxRows(
        await inPasses(x, game.classes, (rows) =>
          scoresOf(game, roleParts(game, 'classifier', weights.classifier()), rows),
        ),
      ),
  };
  const make = (n: number, rng: Rng): Promise<Matrix> => {
    const noise = Float64Array.from({ length: n * game.latentSize }, () => rng.normal());
    return inPasses(matrix(n, game.latentSize, noise), game.columns, (z) =>
      rowsFrom(game, roleParts(game, 'generator', weights.generator()), z),
    );
  };
  return { ...classifier, logPrior, sample: (n, label, rng) => ofClass(game, classifier, make, n, label, rng) };
}

/** Weights stay in the memory of the CPU, from where each question takes them: nothing is lost with a GPU. */
function fittedGame(
  game: ClassGame,
  logPrior: Float64Array,
  classifier: Float32Array,
  generator: Float32Array,
  notes: string[],
): Fitted {
  const weights: Weights = { generator: () => tf.tensor1d(generator), classifier: () => tf.tensor1d(classifier) };
  return {
    ...abilities(game, logPrior, weights),
    ...networkGradient((x) => scoresOf(game, roleParts(game, 'classifier', weights.classifier()), x)),
    parameters: classifier.length + generator.length,
    notes,
    save: () => ({
      sizes: [game.columns, game.classes, game.latentSize, ...game.hidden],
      pictures: game.pictures,
      classifier: packExact(classifier, [classifier.length]),
      generator: packExact(generator, [generator.length]),
      logPrior: packExact(logPrior, [logPrior.length]),
      notes,
    }),
    dispose() {},
  };
}

/** The generator knows no classes: of many rows those are kept that the classifier takes for the class (by their probability). */
async function ofClass(
  game: ClassGame,
  classifier: Classifier,
  make: (n: number, rng: Rng) => Promise<Matrix>,
  n: number,
  label: number,
  rng: Rng,
): Promise<Matrix> {
  const out = matrix(n, game.columns);
  let found = 0;
  for (let round = 0; found < n; round++) {
    const rows = await make(Math.max(tries.least, tries.rows * (n - found)), rng.fork(round));
    const proba = await classifier.predictProba(rows);
    for (let i = 0; i < rows.rows && found < n; i++) {
      const chance = rowOf(proba, i)[label]!;
      if (round < tries.most && rng.uniform() >= chance) continue;
      rowOf(out, found++).set(rowOf(rows, i));
    }
  }
  return out;
}
