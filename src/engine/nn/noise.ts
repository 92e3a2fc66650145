import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../data/random';

/** Numbers that are drawn once and then cut from, at random places. */
const pooled = 1 << 18;

/**
 * Random tensors for the steps of a training: cut from pools that stay on the device, since drawing and sending new numbers
 * in each step would take longer than the step. For results, draw from the `Rng` itself.
 */
export class Noise {
  private readonly pools: { [kind: string]: tf.Tensor1D } = {};

  constructor(private readonly rng: Rng) {}

  /** Standard normal numbers; the tensor is the caller's. Call it inside `tf.tidy`. */
  normal(shape: number[]): tf.Tensor {
    return this.cut('normal', shape, () => this.rng.normal());
  }

  /** Numbers from [0, 1). */
  uniform(shape: number[]): tf.Tensor {
    return this.cut('uniform', shape, () => this.rng.uniform());
  }

  dispose(): void {
    tf.dispose(this.pools);
  }

  private cut(kind: string, shape: number[], draw: () => number): tf.Tensor {
    const size = shape.reduce((product, side) => product * side, 1);
    let pool = this.pools[kind];
    if (!pool || 2 * size > pool.size) {
      pool?.dispose();
      pool = tf.keep(tf.tensor1d(drawn(Math.max(pooled, 4 * size), draw)));
      this.pools[kind] = pool;
    }
    const from = Math.floor(this.rng.uniform() * (pool.size - size));
    return tf.reshape(tf.slice1d(pool, from, size), shape);
  }
}

/** Standard normal numbers in single precision. */
export function normals(rng: Rng, count: number): Float32Array {
  return drawn(count, () => rng.normal());
}

function drawn(count: number, draw: () => number): Float32Array {
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) out[i] = draw();
  return out;
}
