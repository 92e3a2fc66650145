import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../data/random';

/** Normal numbers that are drawn once and then cut from, at random places. */
const pooled = 1 << 18;

/**
 * Standard normal tensors for the steps of a training: cut from a pool that stays on the device, since drawing and sending
 * new numbers in each step would take longer than the step. For results, draw from the `Rng` itself.
 */
export class Noise {
  private pool: tf.Tensor1D;

  constructor(private readonly rng: Rng) {
    this.pool = tf.tensor1d(normals(rng, pooled));
  }

  /** A tensor of the caller's; call it inside `tf.tidy`. */
  normal(shape: number[]): tf.Tensor {
    const size = shape.reduce((product, side) => product * side, 1);
    if (2 * size > this.pool.size) {
      this.pool.dispose();
      this.pool = tf.keep(tf.tensor1d(normals(this.rng, 4 * size)));
    }
    const from = Math.floor(this.rng.uniform() * (this.pool.size - size));
    return tf.reshape(tf.slice1d(this.pool, from, size), shape);
  }

  dispose(): void {
    this.pool.dispose();
  }
}

/** Standard normal numbers in single precision. */
export function normals(rng: Rng, count: number): Float32Array {
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) out[i] = rng.normal();
  return out;
}
