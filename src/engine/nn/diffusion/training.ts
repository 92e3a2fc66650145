import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../../data/random';
import { differentiate } from '../autodiff';
import type { Noise } from '../noise';
import type { Objective } from '../trainLoop';
import { embeddingSize } from './denoiser';
import type { Denoiser } from './denoiser';

/** Times that are drawn once and then cut from. */
const pooled = 1 << 14;
/** Share of rows whose class is not told, so that the network also knows rows of any class (Ho and Salimans 2022). */
const untold = 0.1;

/**
 * Random times for the rows of a batch, as the network and the loss read them: the embedding, cos(phi_t), sin(phi_t), and
 * whether the class is told. They are cut from a pool that stays on the device, like `Noise`.
 */
export class Times {
  private readonly pool: tf.Tensor2D;

  /** `rows`: most rows of a batch. */
  constructor(
    denoiser: Denoiser,
    rows: number,
    private readonly rng: Rng,
  ) {
    const { timesteps } = denoiser.plan;
    const width = embeddingSize + 3;
    const size = Math.max(pooled, 2 * rows);
    const order = Int32Array.from({ length: size }, (_, i) => 1 + (i % timesteps));
    rng.shuffle(order);
    const values = new Float32Array(size * width);
    order.forEach((t, i) => {
      values.set(denoiser.embed(t), i * width);
      const angle = denoiser.angles[t]!;
      values.set([Math.cos(angle), Math.sin(angle), Number(rng.uniform() >= untold)], i * width + embeddingSize);
    });
    this.pool = tf.tensor2d(values, [size, width]);
  }

  /** Call it inside `tf.tidy`. */
  take(rows: number): { embedding: tf.Tensor2D; cos: tf.Tensor2D; sin: tf.Tensor2D; told: tf.Tensor2D } {
    const from = this.rng.integer(this.pool.shape[0] - rows + 1);
    const [embedding, cos, sin, told] = tf.split(
      tf.slice2d(this.pool, [from, 0], [rows, embeddingSize + 3]),
      [embeddingSize, 1, 1, 1],
      1,
    ) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    return { embedding, cos, sin, told };
  }

  dispose(): void {
    this.pool.dispose();
  }
}

/**
 * The mean over columns of |v - v(x_t, t, y)|^2, summed over the rows of a batch, each at a time of its own and with noise
 * of its own (Ho and others 2020; v as Salimans and Ho 2022). Batch: x [n, d] and classes [n, K], zeros for padding.
 */
export function denoisingLoss(denoiser: Denoiser, times: Times, noise: Noise): Objective['loss'] {
  return differentiate((weights, [rows, classes]) => {
    const x = rows as tf.Tensor2D;
    const { embedding, cos, sin, told } = times.take(x.shape[0]);
    const e = noise.normal(x.shape);
    const xt = tf.add<tf.Tensor2D>(tf.mul(x, cos), tf.mul(e, sin));
    const v = tf.sub(tf.mul(e, cos), tf.mul(x, sin));
    const seen = denoiser.velocity(weights, xt, embedding, tf.mul(classes!, told));
    const counts = tf.sum(classes!, 1);
    return tf.sum(tf.mul(tf.mean(tf.squaredDifference(v, seen), 1), counts));
  });
}
