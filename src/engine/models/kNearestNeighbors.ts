import { Problem } from '../../data/problem';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { counted, grouped } from '../../data/words';
import { maxPackedLength } from '../../protocol/packing';
import { KdTree } from '../math/kdTree';
import { chebyshev, euclidean, manhattan, minkowski } from '../math/metric';
import type { Metric } from '../math/metric';
import { NearestHeap } from '../math/nearestHeap';
import type { Fitted, ModelSpec } from '../model';
import { damaged, packExact, readArray, readCodes, readNotes, readSizes } from './shared/saved';

const metrics: { readonly [name: string]: (p: number) => Metric } = {
  minkowski,
  euclidean: () => euclidean,
  manhattan: () => manhattan,
  chebyshev: () => chebyshev,
};

/** How much a neighbour counts at a distance, where the nearest of all is at `nearest`. */
type Weight = (distance: number, nearest: number) => number;

const weightings: { readonly [name: string]: Weight } = {
  uniform: () => 1,
  // neighbours at distance 0 count alone, and those that are all infinitely far alike
  distance: (distance, nearest) => (distance === nearest ? 1 : nearest / distance),
};

export const kNearestNeighbors: ModelSpec = {
  card: {
    id: 'k-nearest-neighbors',
    title: 'k nearest neighbours',
    aliases: ['knn'],
    family: 'discriminative',
    learns: 'P(y | x)',
    capabilities: ['Classifier'],
    summary: 'The most similar training rows vote. Nothing is fitted: the rows themselves are the model.',
    formula: 'P(y = k | x) = sum_i w_i [y_i = k] / sum_i w_i over the n_neighbors training rows nearest to x',
    references: [
      { authors: 'Cover, Hart', year: 1967, title: 'Nearest neighbor pattern classification' },
      {
        authors: 'Friedman, Bentley, Finkel',
        year: 1977,
        title: 'An algorithm for finding best matches in logarithmic expected time',
      },
    ],
    parameters: [
      {
        name: 'n_neighbors',
        aliases: ['neighbors', 'k'],
        type: 'integer',
        min: 1,
        default: 5,
        doc: 'Training rows that vote. Few follow every row, many smooth the boundary.',
      },
      {
        name: 'weights',
        type: 'choice',
        default: 'uniform',
        doc: 'How much each neighbour counts.',
        choices: [
          { value: 'uniform', doc: 'all alike' },
          { value: 'distance', doc: '1 / distance; neighbours at distance 0 count alone' },
        ],
      },
      {
        name: 'metric',
        type: 'choice',
        default: 'minkowski',
        doc: 'Distance between two rows, over the standardised features.',
        choices: [
          { value: 'minkowski', doc: '(sum_j |a_j - b_j|^p)^(1/p)' },
          { value: 'euclidean', doc: 'sqrt(sum_j (a_j - b_j)^2), which is p = 2' },
          { value: 'manhattan', doc: 'sum_j |a_j - b_j|, which is p = 1' },
          { value: 'chebyshev', doc: 'max_j |a_j - b_j|' },
        ],
      },
      {
        name: 'p',
        type: 'number',
        min: 1,
        max: 100,
        default: 2,
        doc: 'Power of the metric minkowski: the larger, the more the feature counts in which two rows differ most.',
      },
    ],
  },
  async *fit({ x, y, classes }, options) {
    yield { step: 0, steps: 1 };
    const wanted = options.n_neighbors as number;
    if (x.rows * x.columns > maxPackedLength) {
      throw new Problem(
        'too-many-cells',
        `k-nearest-neighbors keeps every training row: ${grouped(x.rows)} rows of ${grouped(x.columns)} columns; at most ${grouped(maxPackedLength)} numbers are kept: name fewer in features, or use random-forest`,
      );
    }
    const notes =
      wanted > x.rows
        ? [
            `There are only ${counted(x.rows, 'training row')} for n_neighbors = ${wanted}: all of them vote everywhere.`,
          ]
        : [];
    const neighbors = Math.min(wanted, x.rows);
    const weights = options.weights as string;
    const metric = options.metric as string;
    const p = options.p as number;
    return fittedNeighbors({ x, y, classes, neighbors, weights, metric, p, notes });
  },
  restore(state) {
    const [classes, rows, columns, neighbors] = readSizes(state.sizes, 'sizes');
    if (!classes || !rows || !columns || !neighbors) throw damaged('its sizes are missing');
    if (neighbors > rows) throw damaged(`it has ${rows} rows for ${neighbors} neighbours`);
    const weights = String(state.weights);
    const metric = String(state.metric);
    const [p] = Array.isArray(state.power) ? state.power : [];
    if (!Object.hasOwn(weightings, weights)) throw damaged(`unknown weights ${weights}`);
    if (!Object.hasOwn(metrics, metric)) throw damaged(`unknown metric ${metric}`);
    if (typeof p !== 'number' || !(p >= 1)) throw damaged(`unknown power ${String(p)}`);
    return fittedNeighbors({
      x: matrix(rows, columns, readArray(state.x, 'x', [rows, columns])),
      y: readCodes(state.y, 'y', [rows], 0, classes),
      classes,
      neighbors,
      weights,
      metric,
      p,
      notes: readNotes(state.notes),
    });
  },
};

interface Neighbors {
  /** Training rows: [n, d]. */
  x: Matrix;
  /** Their class codes: [n]. */
  y: Int32Array;
  classes: number;
  /** At most n. */
  neighbors: number;
  weights: string;
  metric: string;
  /** Of the metric minkowski. */
  p: number;
  notes: string[];
}

function fittedNeighbors({ x, y, classes, neighbors, weights, metric, p, notes }: Neighbors): Fitted {
  const distance = metrics[metric]!(p);
  const { length } = distance;
  const weight = weightings[weights]!;
  const tree = new KdTree(x, distance);
  // the tree has the rows: what was given is not held on to
  const { rows: n, columns: d } = x;

  function predictProba(queries: Matrix): Promise<Matrix> {
    const out = matrix(queries.rows, classes);
    const heap = new NearestHeap(neighbors);
    const { distances, rows } = heap;
    for (let i = 0; i < queries.rows; i++) {
      tree.nearest(queries.data, i * d, heap);
      let nearest = Infinity;
      for (const value of distances) nearest = Math.min(nearest, length(value));
      let total = 0;
      for (let a = 0; a < neighbors; a++) {
        const vote = weight(length(distances[a]!), nearest);
        out.data[i * classes + y[rows[a]!]!]! += vote;
        total += vote;
      }
      for (let k = 0; k < classes; k++) out.data[i * classes + k]! /= total;
    }
    return Promise.resolve(out);
  }

  return {
    predictProba,
    parameters: n * d,
    notes,
    save: () => ({
      sizes: [classes, n, d, neighbors],
      weights,
      metric,
      // a list, so that no other number is taken for it
      power: [p],
      x: packExact(tree.rows().data, [n, d]),
      y: packExact(y, [n]),
      notes,
    }),
    dispose() {},
  };
}
