import { matrix } from '../../src/data/matrix';
import type { Matrix } from '../../src/data/matrix';
import type { Toy } from '../../src/data/toy';
import type { TrainingData } from '../../src/engine/model';

/** A toy's rows as a model reads them: standardised by all rows. `whole`: one class for all. */
export function toyTraining({ x, y, classes }: Toy, { whole = false } = {}): TrainingData {
  const names = whole ? ['all rows'] : classes;
  return {
    x: standardised(x),
    y: whole ? new Int32Array(y.length) : y,
    classes: names.length,
    classNames: names,
    columns: Array.from({ length: x.columns }, (_, j) => ({ feature: `x${j + 1}`, mean: 0, scale: 1 })),
  };
}

/** Some of the rows. */
export function rowsOf(data: TrainingData, from: number, to: number): TrainingData {
  const d = data.x.columns;
  return { ...data, x: matrix(to - from, d, data.x.data.slice(d * from, d * to)), y: data.y.slice(from, to) };
}

function standardised({ rows, columns, data }: Matrix): Matrix {
  const out = matrix(rows, columns, data.slice());
  for (let j = 0; j < columns; j++) {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < rows; i++) sum += data[i * columns + j]!;
    for (let i = 0; i < rows; i++) squares += (data[i * columns + j]! - sum / rows) ** 2;
    for (let i = 0; i < rows; i++) out.data[i * columns + j]! -= sum / rows;
    for (let i = 0; i < rows; i++) out.data[i * columns + j]! /= Math.sqrt(squares / rows);
  }
  return out;
}
