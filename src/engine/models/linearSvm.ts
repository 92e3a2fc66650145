import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Kernel } from '../math/kernel';
import type { Platt } from '../math/platt';
import type { Classifier, Fitted, ModelSpec, Options, TrainingData } from '../model';
import { classWeights } from './shared/classWeights';
import { supportRows } from './shared/kernelTrainer';
import { descentTrainer, exactLinearTrainer } from './shared/linearTrainer';
import type { LinearMachine } from './shared/linearTrainer';
import { descentGap, marginParameters, mostExactRows, mostIterations } from './shared/marginOptions';
import { fitOneVsOne } from './shared/oneVsOne';
import type { MachineTrainer, Pair } from './shared/oneVsOne';
import { pairwiseProba, readPairs, readPresent, readPlatt } from './shared/pairwise';
import { damaged, packExact, readArray, readNotes, readRows, readSizes } from './shared/saved';

/** Linear machines of all pairs of the classes that are present. */
interface Hyperplanes {
  classes: number;
  present: number[];
  /** [pairs, d + 1], intercept first. */
  weights: Matrix;
  /** One for each pair. */
  sigmoids: Platt[];
}

const descentNote =
  `More than ${mostExactRows.toLocaleString('en')} training rows: fitted by dual coordinate descent to within 0.1 % of ` +
  'the optimum, with the intercept penalised like a weight; the support vectors are not kept.';

export const linearSvm: ModelSpec = {
  card: {
    id: 'linear-svm',
    title: 'Linear support vector machine',
    aliases: ['linear-svc'],
    family: 'discriminative',
    learns: 'P(y | x)',
    capabilities: ['Classifier'],
    summary:
      'A straight boundary between each two classes, with the widest margin. Probabilities by Platt scaling on rows held out.',
    formula:
      'f(x) = w . x + b, minimising 1/2 |w|^2 + C sum_i max(0, 1 - s_i f(x_i)); P(s = 1 | x) = 1 / (1 + exp(-(A f(x) + B)))',
    references: [
      { authors: 'Cortes, Vapnik', year: 1995, title: 'Support-vector networks' },
      {
        authors: 'Hsieh, Chang, Lin, Keerthi, Sundararajan',
        year: 2008,
        title: 'A dual coordinate descent method for large-scale linear SVM',
      },
      {
        authors: 'Lin, Lin, Weng',
        year: 2007,
        title: "A note on Platt's probabilistic outputs for support vector machines",
      },
    ],
    parameters: marginParameters,
  },
  async *fit(data, options, { rng, signal, kernel }) {
    const planesOf = (present: number[], pairs: Pair<LinearMachine>[]): Hyperplanes => ({
      classes: data.classes,
      present,
      weights: stack(pairs, data.x.columns + 1),
      sigmoids: pairs.map(({ sigmoid }) => sigmoid),
    });
    const { present, pairs, notes } = yield* fitOneVsOne(data, trainerFor(data, options), {
      C: options.C as number,
      weights: classWeights(options, data),
      rng,
      signal,
      classifier: (known, soFar) => hyperplanes(planesOf(known, soFar), kernel),
    });
    const support = takeRows(data.x, supportRows(pairs.map(({ machine }) => machine)));
    const allNotes = data.x.rows > mostExactRows ? [descentNote, ...notes] : notes;
    return fittedPlanes(planesOf(present, pairs), support, allNotes, kernel);
  },
  restore(state, kernel) {
    const [classes, width] = readSizes(state.sizes, 'sizes');
    if (classes === undefined || width === undefined) throw damaged('its sizes are missing');
    const present = readPresent(state.present, classes);
    const pairs = readPairs(state.pairs, present);
    const weights = matrix(pairs.length, width, readArray(state.weights, 'weights', [pairs.length, width]));
    return fittedPlanes(
      { classes, present, weights, sigmoids: pairs.map(({ sigmoid }) => readPlatt(sigmoid)) },
      readRows(state.support, 'support', width - 1),
      readNotes(state.notes),
      kernel,
    );
  },
};

function trainerFor({ x }: TrainingData, options: Options): MachineTrainer<LinearMachine> {
  const C = options.C as number;
  return x.rows > mostExactRows
    ? descentTrainer(x, { C, gap: descentGap, maxEpochs: mostIterations(options, 'descent') })
    : exactLinearTrainer(x, {
        C,
        tolerance: options.tol as number,
        maxIterations: mostIterations(options, 'exact'),
      });
}

function stack(pairs: Pair<LinearMachine>[], width: number): Matrix {
  const out = matrix(pairs.length, width);
  pairs.forEach(({ machine }, at) => rowOf(out, at).set(machine.weights));
  return out;
}

function hyperplanes({ classes, present, weights, sigmoids }: Hyperplanes, kernel: Kernel): Classifier {
  return {
    predictProba: async (x) => pairwiseProba(await kernel.scores('linear', weights, x), sigmoids, present, classes),
  };
}

/** support: [m, d], without rows where the support vectors are not known. */
function fittedPlanes(planes: Hyperplanes, support: Matrix, notes: string[], kernel: Kernel): Fitted {
  const { classes, present, weights, sigmoids } = planes;
  return {
    ...hyperplanes(planes, kernel),
    ...(support.rows > 0 && { supportVectors: support }),
    parameters: weights.data.length + 2 * sigmoids.length,
    notes,
    save: () => ({
      sizes: [classes, weights.columns],
      present,
      weights: packExact(weights.data, [weights.rows, weights.columns]),
      pairs: sigmoids.map((sigmoid) => ({ sigmoid: { ...sigmoid } })),
      support: packExact(support.data, [support.rows, support.columns]),
      notes,
    }),
    dispose() {},
  };
}
