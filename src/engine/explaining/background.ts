import type { Dataset } from '../../data/dataset';
import { takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { completeRows } from '../training/columns';
import type { TrainedModel } from '../training/trained';

/** The rows that stand for what is usual: the training rows, without those with empty cells where the model needs all. */
export function backgroundOf(model: TrainedModel, { features, parts }: Dataset): Matrix {
  const known = features.filter(({ name }) => model.reads(name));
  return model.encode(features, model.takesGaps ? parts.train : completeRows(known, parts.train));
}

/** At most `most` rows, drawn without replacement. */
export function drawnRows(x: Matrix, most: number, rng: Rng): Matrix {
  if (x.rows <= most) return x;
  const rows = Int32Array.from({ length: x.rows }, (_, i) => i);
  rng.shuffle(rows);
  return takeRows(x, rows.subarray(0, most));
}
