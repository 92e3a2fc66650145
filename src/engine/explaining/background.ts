import type { Dataset } from '../../data/dataset';
import { takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { shuffledIndices } from '../../data/random';
import type { Rng } from '../../data/random';
import type { Column } from '../../data/table';
import { completeRows } from '../training/columns';
import type { TrainedModel } from '../training/trained';

/** Rows without gaps that are enough: with gaps every prediction costs more. */
const enough = 50;

/** The rows that stand for what is usual: the training rows without gaps, unless these are few and the model can take others. */
export function backgroundOf(model: TrainedModel, { features, parts }: Dataset): Matrix {
  return model.encode(features, preferablyComplete([model], features, parts.train));
}

/** Rows of which the models have every feature; those with gaps too where the others are few and all models sum them out. */
export function preferablyComplete(
  models: readonly TrainedModel[],
  features: readonly Column[],
  rows: Int32Array,
): Int32Array {
  const known = features.filter(({ name }) => models.some((model) => model.reads(name)));
  const complete = completeRows(known, rows);
  return complete.length >= enough || models.some((model) => !model.takesGaps) ? complete : rows;
}

/** At most `most` rows, drawn without replacement. */
export function drawnRows(x: Matrix, most: number, rng: Rng): Matrix {
  if (x.rows <= most) return x;
  const rows = shuffledIndices(x.rows, rng);
  return takeRows(x, rows.subarray(0, most));
}
