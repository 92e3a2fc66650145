import * as tf from '@tensorflow/tfjs-core';
import type { EncodedColumn } from '../../../data/encoding';
import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { log2Pi } from '../../math/logSpace';

/** Least standard deviation of a column: constants and grids of numbers would otherwise have an endless density. */
const leastDeviation = 0.02;
/** Log odds of a category within which exp is safe in single precision. */
const largestLogit = 15;

/** What the columns of a row are: plain data, kept with the model. */
export interface ObservedColumns {
  /** All are pixels from 0 to 1. */
  pixels: boolean;
  /** Of each column the number of its category, whose levels are together one choice; -1: a number. */
  choice: Int32Array;
}

/** Columns that stand for levels of the same feature are one choice. */
export function observedColumns(columns: readonly EncodedColumn[], pixels: boolean): ObservedColumns {
  const features = [...new Set(columns.filter(({ level }) => level !== undefined).map(({ feature }) => feature))];
  const choice = Int32Array.from(columns, ({ feature, level }) =>
    level === undefined ? -1 : features.indexOf(feature),
  );
  return { pixels, choice };
}

/**
 * p(x | outputs of a decoder), independent over features. A number: Gaussian around the output, with a variance learned for
 * its column. A category: softmax of the outputs of its levels; of two levels, which have one column, the first has output
 * 0. Pixels: Gaussian around the logistic function of the output, all with one learned variance (Rybkin, Daniilidis and
 * Levine 2021).
 */
export class Observation {
  /** Variances that are learned. */
  readonly variances: number;
  /** Width of a row. */
  readonly width: number;
  private readonly choices: number;
  /** 1 for a number: [d]. */
  private readonly isNumber: Float32Array;
  /** 1 for the only column of a category of two levels: [d]. */
  private readonly isBinary: Float32Array;

  constructor(readonly columns: ObservedColumns) {
    const { pixels, choice } = columns;
    this.width = choice.length;
    this.variances = pixels ? 1 : this.width;
    this.choices = Math.max(-1, ...choice) + 1;
    this.isNumber = Float32Array.from(choice, (of) => Number(of < 0));
    this.isBinary = Float32Array.from(choice, (of) =>
      Number(of >= 0 && choice.filter((other) => other === of).length === 1),
    );
  }

  get hasCategories(): boolean {
    return this.choices > 0;
  }

  /**
   * log p(x | output) in nats, of the columns where `observed` is 1 (default: of all), summed over the last axis. output:
   * [n, d]; logVariance: [variances]; x: [n, d] or [m, 1, d], `observed` likewise, then for every pair. Call it inside `tf.tidy`.
   */
  logLikelihood(output: tf.Tensor2D, logVariance: tf.Tensor, x: tf.Tensor, observed?: tf.Tensor): tf.Tensor {
    // also where no column is a number: a loss must use all weights
    const numbers = this.numberTerms(output, logVariance, x);
    const all = this.hasCategories ? tf.add(numbers, this.categoryTerms(output, x)) : numbers;
    return tf.sum(observed ? tf.mul(all, observed) : all, -1);
  }

  /** E[x | output]: numbers, and probabilities of levels. output: [n, d]. Call it inside `tf.tidy`. */
  mean(output: tf.Tensor2D): tf.Tensor2D {
    if (this.columns.pixels) return tf.sigmoid(output);
    if (!this.hasCategories) return output;
    const { logits, normaliser } = this.logits(output);
    const isNumber = tf.tensor2d(this.isNumber, [1, this.width], 'bool');
    return tf.where(isNumber, output, tf.exp(tf.sub<tf.Tensor2D>(logits, normaliser)));
  }

  /** The variance of each column around its mean; of one number for all, where there is one. logVariance: as it was learned. */
  varianceOf(logVariance: ArrayLike<number>): Float64Array {
    return Float64Array.from(logVariance, (value) => Math.exp(bounded(value)) + leastDeviation ** 2);
  }

  /**
   * Rows drawn from p(x | output), in place of their means. Of pictures the mean stays: noise in each pixel of its own is what
   * the model does not explain, and no part of a picture.
   */
  draw(mean: Matrix, variance: Float64Array, rng: Rng): Matrix {
    if (this.columns.pixels) return mean;
    const out = matrix(mean.rows, mean.columns);
    for (let i = 0; i < mean.rows; i++) this.drawRow(rowOf(mean, i), variance, rng, rowOf(out, i));
    return out;
  }

  private drawRow(mean: Float64Array, variance: Float64Array, rng: Rng, out: Float64Array): void {
    const { choice } = this.columns;
    for (let j = 0; j < mean.length; j++) {
      if (choice[j]! < 0) out[j] = mean[j]! + Math.sqrt(variance[j]!) * rng.normal();
      else if (this.isBinary[j]) out[j] = Number(rng.uniform() < mean[j]!);
      else if (choice[j] !== choice[j - 1]) {
        const levels = mean.subarray(j, choice.lastIndexOf(choice[j]!) + 1);
        out[j + rng.choice(levels)] = 1;
      }
    }
  }

  private numberTerms(output: tf.Tensor2D, logVariance: tf.Tensor, x: tf.Tensor): tf.Tensor {
    const mean = this.columns.pixels ? tf.sigmoid(output) : output;
    const variance = tf.add(tf.exp(tf.clipByValue(logVariance, -largestLogit, largestLogit)), leastDeviation ** 2);
    const normaliser = tf.add(tf.log(variance), log2Pi);
    const terms = tf.mul(tf.add(tf.div(tf.squaredDifference(x, mean), variance), normaliser), -0.5);
    return this.hasCategories ? tf.mul(terms, tf.tensor1d(this.isNumber)) : terms;
  }

  /** x (output - normaliser) of a level; x output - normaliser of the second of two levels. */
  private categoryTerms(output: tf.Tensor2D, x: tf.Tensor): tf.Tensor {
    const { logits, normaliser } = this.logits(output);
    const binary = tf.tensor1d(this.isBinary);
    const terms = tf.sub(tf.mul(x, logits), tf.mul(tf.add(tf.mul(x, tf.sub(1, binary)), binary), normaliser));
    return tf.mul(terms, tf.sub(1, tf.tensor1d(this.isNumber)));
  }

  /** Outputs within bounds, and for each column log sum exp over the levels of its category. */
  private logits(output: tf.Tensor2D): { logits: tf.Tensor; normaliser: tf.Tensor } {
    const { choice } = this.columns;
    const members = new Float32Array(this.width * this.choices);
    const base = new Float32Array(this.choices);
    choice.forEach((of, j) => {
      if (of < 0) return;
      members[j * this.choices + of] = 1;
      if (this.isBinary[j]) base[of] = 1;
    });
    const groups = tf.tensor2d(members, [this.width, this.choices]);
    const logits = tf.mul(tf.tanh(tf.div(output, largestLogit)), largestLogit);
    const sums = tf.add(tf.matMul(tf.exp(logits), groups), tf.tensor1d(base));
    return { logits, normaliser: tf.matMul(tf.log(sums), groups, false, true) };
  }
}

function bounded(value: number): number {
  return Math.max(-largestLogit, Math.min(largestLogit, value));
}
