import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../data/random';

/**
 * Rows in random order, in batches of one fixed shape: n rows make ceil(n / batchSize) batches of nearly equal size, the
 * last filled up with the padding row. Other shapes in the last batch would make a GPU compile everything again.
 */
export class Batches {
  /** Batches in an epoch. */
  readonly count: number;
  /** Rows of a batch, padding included. */
  readonly size: number;
  private readonly order: Int32Array;
  private shuffled: tf.Tensor[] = [];

  /** `data`: tensors of n + 1 rows each, the last of which is padding. They stay the caller's. */
  constructor(
    private readonly data: readonly tf.Tensor[],
    private readonly rows: number,
    batchSize: number,
    private readonly rng: Rng,
  ) {
    this.count = Math.ceil(rows / batchSize);
    this.size = Math.ceil(rows / this.count);
    this.order = Int32Array.from({ length: this.count * this.size }, (_, i) => Math.min(i, rows));
  }

  /** Puts the rows in a new order. */
  shuffle(): void {
    this.rng.shuffle(this.order.subarray(0, this.rows));
    tf.dispose(this.shuffled);
    this.shuffled = tf.tidy(() => {
      const order = tf.tensor1d(this.order, 'int32');
      return this.data.map((tensor) => tf.gather(tensor, order));
    });
  }

  /** The tensors of batch `i`; call it inside `tf.tidy`. */
  take(i: number): tf.Tensor[] {
    return this.shuffled.map((tensor) => {
      const rest = tensor.shape.slice(1);
      return tf.slice(tensor, [i * this.size, ...rest.map(() => 0)], [this.size, ...rest]);
    });
  }

  /** Rows of batch `i` that are not padding. */
  rowsIn(i: number): number {
    return Math.max(1, Math.min(this.size, this.rows - i * this.size));
  }

  dispose(): void {
    tf.dispose(this.shuffled);
  }
}
