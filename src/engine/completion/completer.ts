import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import type { Environment } from '../environment';
import type { Conditional } from '../model';
import type { TrainedModel } from '../training/trained';

/** Rows that are completed between two moments at which the run can be stopped. */
const rowsPerPass = 256;

/** Completes encoded rows by what a model knows of the missing features given those that are there. */
export interface Completer {
  /** x: [n, d], NaN where missing -> E[x_missing | x_observed]; undefined where the user stopped the run. */
  mean(x: Matrix, labels: Int32Array | undefined): Promise<Matrix | undefined>;
  /** One draw from P(x_missing | x_observed). */
  draw(x: Matrix, labels: Int32Array | undefined, rng: Rng): Promise<Matrix | undefined>;
}

/** `labels`: class codes that are known besides, -1 where they are not. */
export function completerOf(
  { fitted }: TrainedModel,
  { environment, signal }: { environment: Environment; signal: AbortSignal },
): Completer {
  const model = fitted as Conditional;

  async function inPasses(
    x: Matrix,
    labels: Int32Array | undefined,
    complete: (part: Matrix, label: number | undefined) => Promise<Matrix>,
  ): Promise<Matrix | undefined> {
    const out = matrix(x.rows, x.columns, x.data.slice());
    for (const [label, rows] of rowsByLabel(x, labels)) {
      for (let from = 0; from < rows.length; from += rowsPerPass) {
        const part = rows.slice(from, from + rowsPerPass);
        const completed = await complete(takeRows(x, part), label < 0 ? undefined : label);
        part.forEach((row, i) => rowOf(out, row).set(rowOf(completed, i)));
        await environment.breathe();
        if (signal.aborted) return undefined;
      }
    }
    return out;
  }

  return {
    mean: (x, labels) => inPasses(x, labels, (part, label) => model.conditionalMean(part, label)),
    draw: (x, labels, rng) => inPasses(x, labels, (part, label) => model.conditionalSample(part, rng, label)),
  };
}

/** Rows with gaps, by their label. */
function rowsByLabel(x: Matrix, labels: Int32Array | undefined): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < x.rows; i++) {
    if (!rowOf(x, i).some(Number.isNaN)) continue;
    const label = labels?.[i] ?? -1;
    const group = groups.get(label);
    if (group) group.push(i);
    else groups.set(label, [i]);
  }
  return groups;
}
