import type { Cell } from '../../data/cells';
import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { dot } from '../math/vectors';
import type { Latent } from '../model';
import type { TrainedModel } from '../training/trained';

/** From one hidden point to another: on the straight line, or turning and stretching evenly. */
export type PathKind = 'linear' | 'spherical';

/** Two rows and their classes. */
export interface Ends {
  /** [2, d], encoded. */
  x: Matrix;
  /** [2]. */
  labels: Int32Array;
}

/** A path between two rows. */
export interface LatentPath {
  /** Places on it, 0 to 1: [n]. */
  t: Float64Array;
  /** Rows on it, encoded: [n, d]. The ends are what the model makes of the two rows. */
  x: Matrix;
}

/** A path with what is said of the rows on it. */
export interface JudgedPath extends LatentPath {
  model: TrainedModel;
  /** Rows in the units of the file, in the order of the model's features. */
  cells: Cell[][];
  /** Who says so, and P(y | x): [n, K]; absent where all rows are one class. */
  judged?: { by: string; proba: Matrix };
  /** log p(x) in nats, in the units of the file; absent: the model has no density. */
  logDensity?: Float64Array;
}

/**
 * Rows on a path through a model's latent space: both rows are encoded with their own class, the hidden points between them
 * are decoded, with class weights (1 - t, t). Spherical (White 2016): points of a high-dimensional normal distribution lie
 * near a sphere, and a straight line between two of them leads through where no point is.
 *
 * @param steps points on the path, both ends included; at least 2
 */
export async function latentPath(
  model: Latent,
  { x, labels }: Ends,
  classes: number,
  steps: number,
  kind: PathKind,
): Promise<LatentPath> {
  const ends = await model.encode(x, labels);
  const [from, to] = [rowOf(ends, 0), rowOf(ends, 1)];
  const t = Float64Array.from({ length: steps }, (_, i) => i / (steps - 1));
  const z = matrix(steps, ends.columns);
  const weights = matrix(steps, classes);
  t.forEach((at, i) => {
    rowOf(z, i).set(kind === 'spherical' ? turned(from, to, at) : mixed(from, to, 1 - at, at));
    const row = rowOf(weights, i);
    row[labels[0]!]! += 1 - at;
    row[labels[1]!]! += at;
  });
  return { t, x: await model.decode(z, weights) };
}

function mixed(from: Float64Array, to: Float64Array, a: number, b: number): Float64Array {
  return from.map((value, j) => a * value + b * to[j]!);
}

/** The direction turns at an even pace, the length changes at an even pace. */
function turned(from: Float64Array, to: Float64Array, t: number): Float64Array {
  const [a, b] = [Math.sqrt(dot(from, from)), Math.sqrt(dot(to, to))];
  const angle = Math.acos(Math.min(1, Math.max(-1, dot(from, to) / (a * b))));
  // of equal, opposite or vanishing directions there is no one way to turn
  if (!(Math.sin(angle) > 1e-6)) return mixed(from, to, 1 - t, t);
  const length = (1 - t) * a + t * b;
  return mixed(
    from,
    to,
    (length * Math.sin((1 - t) * angle)) / (a * Math.sin(angle)),
    (length * Math.sin(t * angle)) / (b * Math.sin(angle)),
  );
}
