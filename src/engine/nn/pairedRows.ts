import type * as tf from '@tensorflow/tfjs-core';
import { takeRows } from '../../data/matrix';
import type { TrainingData } from '../model';
import { rowsTensor } from '../math/tensors';
import { labelledTensors } from './classification';

/** Labelled rows and rows without a label, one of each beside the other. */
export interface PairedRows {
  /** Pairs. */
  rows: number;
  /** x: [rows + 1, d] and y: [rows + 1] of the labelled, x of the unlabelled where there are any; the last row is padding. */
  tensors: tf.Tensor[];
  /** Times that a pair stands for a labelled row, and for an unlabelled one: at most 1. */
  share: { labelled: number; unlabelled: number };
}

/**
 * Rows for training on both kinds: those of the rarer kind come again and again, so that each batch has as many of both
 * and the few labels are heard in every step.
 */
export function pairedRows({ x, y, unlabelled }: Pick<TrainingData, 'x' | 'y' | 'unlabelled'>): PairedRows {
  const others = unlabelled?.rows ?? 0;
  const rows = Math.max(x.rows, others);
  const cycle = (count: number) => Int32Array.from({ length: rows }, (_, i) => i % count);
  const labelled = cycle(x.rows);
  const own = { x: takeRows(x, labelled), y: labelled.map((row) => y[row]!) };
  return {
    rows,
    tensors: [
      ...labelledTensors(own, rows + 1),
      ...(unlabelled && others > 0 ? [rowsTensor(takeRows(unlabelled, cycle(others)), 0, rows + 1)] : []),
    ],
    share: { labelled: x.rows / rows, unlabelled: others / rows },
  };
}
