import { takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import { grouped } from '../../data/words';
import { isInnerProduct } from '../math/mercer';
import type { MercerKernel, MercerName } from '../math/mercer';
import { landmarkCoefficients, nystroem, nystroemRows } from '../math/nystroem';
import type { Fitted, FitContext, FitStep, ModelSpec, Options, TrainingData } from '../model';
import { classWeights } from './shared/classWeights';
import { fittedKernelMachines, kernelClassifier, restoreKernelMachines } from './shared/kernelMachine';
import type { KernelMachines } from './shared/kernelMachine';
import { kernelTrainer, supportRows } from './shared/kernelTrainer';
import type { SupportMachine } from './shared/kernelTrainer';
import { descentTrainer } from './shared/linearTrainer';
import type { LinearMachine } from './shared/linearTrainer';
import { descentGap, marginParameters, mostExactRows, mostIterations } from './shared/marginOptions';
import { fitOneVsOne } from './shared/oneVsOne';
import type { Pair } from './shared/oneVsOne';

/** Landmarks of the approximation, fewer where their features of all rows would take more numbers than `numbers`. */
const landmarks = { most: 500, least: 64, numbers: 1 << 25 };
/** Rows whose features are computed between two steps. */
const rowsPerStep = 128;

export const kernelSvm: ModelSpec = {
  card: {
    id: 'kernel-svm',
    title: 'Kernel support vector machine',
    aliases: ['svm', 'svc'],
    family: 'discriminative',
    learns: 'P(y | x)',
    capabilities: ['Classifier'],
    summary:
      'The boundary with the widest margin in the feature space of a kernel; a few training rows, the support vectors, decide it. Probabilities by Platt scaling on rows held out.',
    formula:
      'f(x) = sum_i s_i a_i k(x_i, x) + b, maximising sum_i a_i - 1/2 sum_ij a_i a_j s_i s_j k(x_i, x_j), 0 <= a_i <= C; P(s = 1 | x) = 1 / (1 + exp(-(A f(x) + B)))',
    references: [
      { authors: 'Cortes, Vapnik', year: 1995, title: 'Support-vector networks' },
      {
        authors: 'Fan, Chen, Lin',
        year: 2005,
        title: 'Working set selection using second order information for training support vector machines',
      },
      {
        authors: 'Lin, Lin, Weng',
        year: 2007,
        title: "A note on Platt's probabilistic outputs for support vector machines",
      },
      {
        authors: 'Wu, Lin, Weng',
        year: 2004,
        title: 'Probability estimates for multi-class classification by pairwise coupling',
      },
      {
        authors: 'Williams, Seeger',
        year: 2001,
        title: 'Using the Nyström method to speed up kernel machines',
      },
    ],
    parameters: [
      ...marginParameters,
      {
        name: 'kernel',
        type: 'choice',
        default: 'rbf',
        doc: 'How alike two rows are.',
        choices: [
          { value: 'rbf', doc: 'exp(-gamma |a - b|^2): boundaries of any shape' },
          { value: 'poly', doc: '(gamma a . b + coef0)^degree' },
          { value: 'linear', doc: 'a . b: straight boundaries' },
          { value: 'sigmoid', doc: 'tanh(gamma a . b + coef0): no inner product, so that the fit is a local optimum' },
        ],
      },
      {
        name: 'gamma',
        type: 'number',
        min: 0,
        above: true,
        default: 'scale',
        words: [
          { value: 'scale', doc: '1 / (d v), v the variance of all entries of the encoded training rows' },
          { value: 'auto', doc: '1 / d' },
        ],
        doc: 'How fast rows become unlike with their distance: larger values give a boundary that bends more.',
      },
      { name: 'degree', type: 'integer', min: 1, max: 10, default: 3, doc: 'Degree of the kernel poly.' },
      { name: 'coef0', type: 'number', default: 0, doc: 'What the kernels poly and sigmoid add to gamma a . b.' },
    ],
  },
  async *fit(data, options, context) {
    const kernel = kernelOf(options, data.x);
    return data.x.rows > mostExactRows
      ? yield* fitApproximately(kernel, data, options, context)
      : yield* fitExactly(kernel, data, options, context);
  },
  restore: restoreKernelMachines,
};

function kernelOf(options: Options, x: Matrix): MercerKernel {
  const { gamma } = options;
  return {
    name: options.kernel as MercerName,
    gamma: gamma === 'scale' ? 1 / (x.columns * spread(x)) : gamma === 'auto' ? 1 / x.columns : (gamma as number),
    degree: options.degree as number,
    coef0: options.coef0 as number,
  };
}

/** Variance of all entries; 1 where they are equal. */
function spread({ data }: Matrix): number {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
  return variance > 0 ? variance : 1;
}

function* fitExactly(
  kernel: MercerKernel,
  data: TrainingData,
  options: Options,
  { rng, signal }: FitContext,
): Generator<FitStep, Fitted> {
  const { x, classes } = data;
  const C = options.C as number;
  const trainer = kernelTrainer(kernel, x, {
    C,
    tolerance: options.tol as number,
    maxIterations: mostIterations(options, 'exact'),
  });
  const machinesOf = (present: number[], pairs: Pair<SupportMachine>[]): KernelMachines => {
    const support = supportRows(pairs.map(({ machine }) => machine));
    const place = new Map(Array.from(support, (row, at) => [row, at]));
    const machines = pairs.map(({ machine: { rows, coefficients, intercept }, sigmoid }) => ({
      at: rows.map((row) => place.get(row)!),
      coefficients,
      intercept,
      sigmoid,
    }));
    return { kernel, classes, present, points: takeRows(x, support), role: 'support', machines };
  };
  const { present, pairs, notes } = yield* fitOneVsOne(data, trainer, {
    C,
    weights: classWeights(options, data),
    rng,
    signal,
    classifier: (known, soFar) => kernelClassifier(machinesOf(known, soFar)),
  });
  return fittedKernelMachines(machinesOf(present, pairs), notes);
}

/** A linear machine on features whose inner products approach the kernel. */
function* fitApproximately(
  kernel: MercerKernel,
  data: TrainingData,
  options: Options,
  { rng, signal }: FitContext,
): Generator<FitStep, Fitted> {
  const { x, classes } = data;
  const C = options.C as number;
  if (!isInnerProduct(kernel)) throw notApproachable(kernel, x.rows);
  const fitting = Math.max(landmarks.least, Math.min(landmarks.most, Math.floor(landmarks.numbers / x.rows)));
  const map = nystroem(kernel, x, fitting, rng.fork('landmarks'));
  const m = map.landmarks.rows;
  const features = { columns: m, data: new Float32Array(x.rows * m) };
  for (let from = 0; from < x.rows; from += rowsPerStep) {
    nystroemRows(kernel, map, x, [from, Math.min(x.rows, from + rowsPerStep)], features.data);
    yield { step: 0 };
    if (signal.aborted) break;
  }
  const at = Int32Array.from({ length: m }, (_, i) => i);
  const machinesOf = (present: number[], pairs: Pair<LinearMachine>[]): KernelMachines => {
    const machines = pairs.map(({ machine: { weights }, sigmoid }) => ({
      at,
      coefficients: landmarkCoefficients(map, weights.subarray(1)),
      intercept: weights[0]!,
      sigmoid,
    }));
    return { kernel, classes, present, points: map.landmarks, role: 'landmarks', machines };
  };
  const settings = { C, gap: descentGap, maxEpochs: mostIterations(options, 'descent') };
  const { present, pairs, notes } = yield* fitOneVsOne(data, descentTrainer(features, settings), {
    C,
    weights: classWeights(options, data),
    rng,
    signal,
    classifier: (known, soFar) => kernelClassifier(machinesOf(known, soFar)),
  });
  const approximate =
    `More than ${mostExactRows.toLocaleString('en')} training rows: the kernel is approached by ${m} landmarks ` +
    '(Nyström), which stand for the support vectors.';
  return fittedKernelMachines(machinesOf(present, pairs), [approximate, ...notes]);
}

function notApproachable({ name, coef0 }: MercerKernel, rows: number): Problem {
  return new Problem(
    'too-many-rows',
    `kernel ${name} with coef0 ${coef0} is no inner product, which only up to ${grouped(mostExactRows)} training rows can do without; there are ${grouped(rows)}: choose kernel: rbf, or fewer rows`,
    ['kernel'],
  );
}
