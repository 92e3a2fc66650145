import * as tf from '@tensorflow/tfjs-core';
import type { Noise } from '../noise';

/** Sets of chains, of which one walks in each step of training. */
const sets = 10;
/** Share of the chains of a set that start afresh when it walks, the oldest first (Du and Mordatch 2019). */
const renewed = 0.05;

/** Chains that go on where they were left (Tieleman 2008); they start from standard normal rows. */
export class ChainBuffer {
  private parts: tf.Tensor2D[];
  private turn = 0;

  /** `rows`: chains of a set; `columns`: width of a row. */
  constructor(
    private readonly rows: number,
    private readonly columns: number,
    private readonly noise: Noise,
  ) {
    this.parts = this.start();
  }

  /** Lets the next set walk: returns where it got to. Call it inside `tf.tidy`, with a walk that keeps the shape. */
  advance(walk: (start: tf.Tensor2D) => tf.Tensor2D): tf.Tensor2D {
    const fresh = Math.ceil(renewed * this.rows);
    const part = this.parts[this.turn]!;
    const oldest = tf.slice2d(part, [fresh, 0], [this.rows - fresh, this.columns]);
    const moved = tf.keep(walk(tf.concat([oldest, this.noise.normal([fresh, this.columns])]) as tf.Tensor2D));
    part.dispose();
    this.parts[this.turn] = moved;
    this.turn = (this.turn + 1) % sets;
    return moved;
  }

  /** All chains, for the caller to dispose. */
  all(): tf.Tensor2D {
    return tf.concat(this.parts);
  }

  /** Starts all chains afresh. */
  restart(): void {
    this.dispose();
    this.parts = this.start();
  }

  dispose(): void {
    tf.dispose(this.parts);
  }

  private start(): tf.Tensor2D[] {
    return Array.from({ length: sets }, () =>
      tf.tidy(() => this.noise.normal([this.rows, this.columns]) as tf.Tensor2D),
    );
  }
}
