import * as tf from '@tensorflow/tfjs-core';
import type { Transform } from './transform';

/** Pieces of a spline, the interval [-bound, bound] on which it bends, and what its pieces and slopes are at least. */
const bins = 8;
const bound = 5;
const least = { size: 1e-3, slope: 1e-3 };
/** softplus(x) + least.slope = 1. */
const unitSlope = Math.log(Math.expm1(1 - least.slope));
/** Keeps numbers inside the interval, where a piece is found for each. */
const edge = bound * (1 - 1e-6);

/** What one piece is made of, each [n, m]. */
interface Piece {
  left: tf.Tensor2D;
  width: tf.Tensor2D;
  bottom: tf.Tensor2D;
  height: tf.Tensor2D;
  slopeLeft: tf.Tensor2D;
  slopeRight: tf.Tensor2D;
}

/**
 * Monotone splines of 8 rational-quadratic pieces on [-5, 5], the identity outside (Durkan, Bekasov, Murray and Papamakarios
 * 2019). With xi = (x - left) / width and s = height / width:
 * y = bottom + height (s xi^2 + a xi (1 - xi)) / (s + (a + b - 2 s) xi (1 - xi)), a and b the slopes at both ends.
 */
export const spline: Transform = {
  parameters: 3 * bins - 1,
  identity: [...new Array<number>(2 * bins).fill(0), ...new Array<number>(bins - 1).fill(unitSlope)],

  forward(x, parameters) {
    const inside = insideOf(x);
    const at = tf.clipByValue(x, -edge, edge);
    const piece = pieceOf(parameters, at, 'x');
    const xi = tf.div<tf.Tensor2D>(tf.sub(at, piece.left), piece.width);
    const { s, bend, product } = shape(piece, xi);
    const square = tf.square(xi);
    const over = tf.add(tf.mul(s, square), tf.mul(piece.slopeLeft, product));
    const under = tf.add(s, tf.mul(bend, product));
    const y = tf.add(piece.bottom, tf.div(tf.mul(piece.height, over), under));
    const rise = tf.addN([
      tf.mul(piece.slopeRight, square),
      tf.mul(tf.mul(s, 2), product),
      tf.mul(piece.slopeLeft, tf.square(tf.sub(1, xi))),
    ]);
    const logSlope = tf.sub(tf.add(tf.mul(2, tf.log(s)), tf.log(rise)), tf.mul(2, tf.log(under)));
    return { y: either(inside, y as tf.Tensor2D, x), logSlope: tf.mul<tf.Tensor2D>(inside, logSlope) };
  },

  inverse(y, parameters) {
    const inside = insideOf(y);
    const at = tf.clipByValue(y, -edge, edge);
    const piece = pieceOf(parameters, at, 'y');
    const above = tf.sub(at, piece.bottom);
    const s = tf.div(piece.height, piece.width);
    const bend = tf.sub(tf.add(piece.slopeLeft, piece.slopeRight), tf.mul(2, s));
    const bent = tf.mul(above, bend);
    const a = tf.add(tf.mul(piece.height, tf.sub(s, piece.slopeLeft)), bent);
    const b = tf.sub(tf.mul(piece.height, piece.slopeLeft), bent);
    const c = tf.neg(tf.mul(s, above));
    const root = tf.sqrt(tf.relu(tf.sub(tf.square(b), tf.mul(4, tf.mul(a, c)))));
    // the form of the root that does not cancel
    const xi = tf.clipByValue(tf.div(tf.mul(2, c), tf.sub(tf.neg(b), root)), 0, 1);
    return either(inside, tf.add<tf.Tensor2D>(piece.left, tf.mul(xi, piece.width)), y);
  },
};

/** 1 within the interval, else 0. */
function insideOf(x: tf.Tensor2D): tf.Tensor2D {
  return tf.step(tf.sub<tf.Tensor2D>(bound, tf.abs(x)));
}

function either(inside: tf.Tensor2D, a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.add<tf.Tensor2D>(tf.mul(inside, a), tf.mul(tf.sub(1, inside), b));
}

function shape({ height, width, slopeLeft, slopeRight }: Piece, xi: tf.Tensor2D) {
  const s = tf.div<tf.Tensor2D>(height, width);
  const bend = tf.sub<tf.Tensor2D>(tf.add(slopeLeft, slopeRight), tf.mul(2, s));
  return { s, bend, product: tf.mul<tf.Tensor2D>(xi, tf.sub(1, xi)) };
}

/** The piece in which each number lies, looked for along x or along y. */
function pieceOf(parameters: tf.Tensor3D, at: tf.Tensor2D, along: 'x' | 'y'): Piece {
  const [n, m] = parameters.shape;
  // widths and heights as one: [n, m, 2, bins]
  const sizes = tf.add(
    tf.mul(
      tf.softmax(tf.reshape(tf.slice3d(parameters, [0, 0, 0], [n, m, 2 * bins]), [n, m, 2, bins])),
      2 * bound * (1 - bins * least.size),
    ),
    2 * bound * least.size,
  );
  const before = tf.tensor2d(
    Float32Array.from({ length: bins * bins }, (_, i) => Number(Math.floor(i / bins) < i % bins)),
    [bins, bins],
  );
  const starts = tf.sub(tf.reshape(tf.matMul(tf.reshape(sizes, [-1, bins]), before), [n, m, 2, bins]), bound);
  const slopes = tf.add<tf.Tensor3D>(
    tf.softplus(tf.slice3d(parameters, [0, 0, 2 * bins], [n, m, bins - 1])),
    least.slope,
  );
  const one = tf.ones([n, m, 1]);
  const slopesLeft = tf.reshape(tf.concat([one, slopes], 2), [n, m, 1, bins]);
  const slopesRight = tf.reshape(tf.concat([slopes, one], 2), [n, m, 1, bins]);
  const all = tf.concat([starts, sizes, slopesLeft, slopesRight], 2);
  const axis = along === 'x' ? 0 : 1;
  const begins = tf.reshape(tf.slice(starts, [0, 0, axis, 0], [n, m, 1, bins]), [n, m, bins]);
  // a number lies in the last piece that begins before it
  const begun = tf.step(tf.sub<tf.Tensor3D>(tf.expandDims(at, 2), begins));
  const next = tf.concat([tf.slice3d(begun, [0, 0, 1], [n, m, bins - 1]), tf.zeros([n, m, 1])], 2);
  const chosen = tf.expandDims(tf.sub(begun, next), 2);
  const [left, bottom, width, height, slopeLeft, slopeRight] = tf.unstack(
    tf.sum(tf.mul(all, chosen), 3),
    2,
  ) as tf.Tensor2D[];
  return {
    left: left!,
    bottom: bottom!,
    width: width!,
    height: height!,
    slopeLeft: slopeLeft!,
    slopeRight: slopeRight!,
  };
}
