import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Kernel } from '../math/kernel';
import { cholesky, solve } from '../math/cholesky';
import { minimise } from '../math/lbfgs';
import type { Iterate } from '../math/lbfgs';
import { groupScatter } from '../math/moments';
import { softmaxRows } from '../math/logSpace';
import type { Classifier, Fitted, ModelSpec } from '../model';
import { classWeightParameter, classWeights } from './shared/classWeights';
import { damaged, packExact, readArray, readNotes, readSizes } from './shared/saved';

export const logisticRegression: ModelSpec = {
  card: {
    id: 'logistic-regression',
    title: 'Logistic regression',
    aliases: ['logreg'],
    family: 'discriminative',
    learns: 'P(y | x)',
    capabilities: ['Classifier'],
    summary:
      'The log odds of the classes are linear in the features; weights are kept small by an L2 penalty. Fitted to the optimum.',
    formula:
      'P(y = k | x) = softmax_k(b_k + w_k . x), minimising C sum_i c_(y_i) -log P(y_i | x_i) + 1/2 |w|^2, c = class_weight',
    references: [
      { authors: 'Cox', year: 1958, title: 'The regression analysis of binary sequences' },
      { authors: 'Liu, Nocedal', year: 1989, title: 'On the limited memory BFGS method for large scale optimization' },
    ],
    parameters: [
      {
        name: 'C',
        type: 'number',
        min: 0,
        above: true,
        default: 1,
        doc: 'Weight of the data against the penalty: smaller values keep the weights smaller. The intercepts are free.',
      },
      {
        name: 'max_iter',
        type: 'integer',
        min: 1,
        max: 100_000,
        default: 1000,
        doc: 'Most iterations of L-BFGS; a fit that needs more says so.',
      },
      {
        name: 'tol',
        type: 'number',
        min: 0,
        above: true,
        default: 1e-6,
        doc: 'The fit ends when no entry of the gradient of the mean objective is larger.',
      },
      {
        name: 'fit_intercept',
        type: 'boolean',
        default: true,
        doc: 'Whether the intercepts are learned; false: they are 0, so that at the mean of all features every class is equally likely.',
      },
      classWeightParameter,
    ],
  },
  async *fit(data, options, { kernel, signal }) {
    const { x, y, classes } = data;
    const loss = kernel.softmaxLoss(x, y, classWeights(options, data));
    // With two classes there is one weight vector w, as in scikit-learn; weights [-w/2, w/2] have |W|^2 = |w|^2 / 2.
    const penalty = (classes === 2 ? 2 : 1) / ((options.C as number) * x.rows);
    const objective = async (flat: Float64Array) => {
      const weights = matrix(classes, x.columns + 1, flat);
      const { loss: mean, gradient } = await loss.at(weights);
      // they start at 0
      if (!options.fit_intercept) for (let k = 0; k < classes; k++) rowOf(gradient, k)[0] = 0;
      return { value: mean + addPenalty(weights, gradient, penalty), gradient: gradient.data };
    };
    try {
      const start = new Float64Array(classes * (x.columns + 1));
      const settings = {
        tolerance: options.tol as number,
        maxIterations: options.max_iter as number,
        precision: loss.precision,
        ...(x.columns <= mostPreconditioned ? { precondition: curvatureBound(x, classes, penalty) } : {}),
      };
      const iterations = minimise(objective, start, settings);
      let weights = matrix(classes, x.columns + 1, start);
      for (;;) {
        const next = await iterations.next();
        weights = matrix(classes, x.columns + 1, next.value.x);
        if (next.done) return fittedLogistic(weights, next.value.converged ? [] : [notConverged(next.value)], kernel);
        yield { step: next.value.iteration, loss: next.value.value, current: linearClassifier(weights, kernel) };
        if (signal.aborted) return fittedLogistic(weights, ['Stopped before the optimum was reached.'], kernel);
      }
    } finally {
      loss.dispose();
    }
  },
  restore(state, kernel) {
    const [classes, width] = readSizes(state.sizes, 'sizes');
    if (classes === undefined || width === undefined) throw damaged('its sizes are missing');
    return fittedLogistic(
      matrix(classes, width, readArray(state.weights, 'weights', [classes, width])),
      readNotes(state.notes),
      kernel,
    );
  },
};

/** With more columns, the second moments would cost more than the iterations that they save. */
const mostPreconditioned = 256;

/**
 * Solves (X^T X / (4 n) + penalty I) v = g for each class: up to a factor, an upper bound of the Hessian that holds for
 * all weights (Böhning 1992). It takes the correlation of the features out of the problem.
 */
function curvatureBound(x: Matrix, classes: number, penalty: number): (gradient: Float64Array) => void {
  const d = x.columns;
  const [moments] = groupScatter(x, new Int32Array(x.rows), matrix(1, d));
  const bound = matrix(
    d,
    d,
    moments!.data.map((sum, at) => sum / (4 * x.rows) + (at % (d + 1) === 0 ? penalty : 0)),
  );
  const { lower } = cholesky(bound);
  return (gradient) => {
    for (let k = 0; k < classes; k++) {
      const own = gradient.subarray(k * (d + 1), (k + 1) * (d + 1));
      own[0]! *= 4;
      solve(lower, own.subarray(1));
    }
  };
}

/** Adds the gradient of penalty/2 |W|^2, intercepts (column 0) excepted, and returns its value. */
function addPenalty(weights: Matrix, gradient: Matrix, penalty: number): number {
  let squares = 0;
  for (let k = 0; k < weights.rows; k++) {
    const w = rowOf(weights, k);
    const g = rowOf(gradient, k);
    for (let j = 1; j < w.length; j++) {
      squares += w[j]! * w[j]!;
      g[j]! += penalty * w[j]!;
    }
  }
  return 0.5 * penalty * squares;
}

function notConverged({ iteration, gradientNorm }: Iterate): string {
  return `Not converged after ${iteration} iterations (largest gradient ${gradientNorm.toExponential(1)}): raise max_iter or lower C.`;
}

function linearClassifier(weights: Matrix, kernel: Kernel): Classifier {
  return { predictProba: async (x) => softmaxRows(await kernel.scores('linear', weights, x)) };
}

/** sum_k contrast_k w_k, the same at every row: [rows, d]. */
function constantSlope(weights: Matrix, contrast: Float64Array, rows: number): Matrix {
  const slope = new Float64Array(weights.columns - 1);
  contrast.forEach((share, k) => {
    const own = rowOf(weights, k).subarray(1);
    own.forEach((weight, j) => (slope[j]! += share * weight));
  });
  const out = matrix(rows, slope.length);
  for (let i = 0; i < rows; i++) rowOf(out, i).set(slope);
  return out;
}

/** weights: [K, d + 1], intercept first. */
function fittedLogistic(weights: Matrix, notes: string[], kernel: Kernel): Fitted {
  const { rows: classes, columns: width, data } = weights;
  return {
    ...linearClassifier(weights, kernel),
    parameters: classes === 2 ? width : data.length,
    notes,
    featureWeights() {
      const out = matrix(classes, width - 1);
      for (let k = 0; k < classes; k++) rowOf(out, k).set(rowOf(weights, k).subarray(1));
      return out;
    },
    inputGradient: (x, contrast) => Promise.resolve(constantSlope(weights, contrast, x.rows)),
    save: () => ({ sizes: [classes, width], weights: packExact(data, [classes, width]), notes }),
    dispose() {},
  };
}
