import type { Matrix } from '../../../data/matrix';
import { gramMatrix } from '../../math/gram';
import type { MercerKernel } from '../../math/mercer';
import { solveMargin } from '../../math/smo';
import type { MarginSettings, MarginSolution } from '../../math/smo';
import type { MachineStep, MachineTrainer, Sides } from './oneVsOne';

/** f(x) = sum_i coefficients_i k(x_rows_i, x) + intercept. */
export interface SupportMachine {
  /** Rows of the training matrix that are support vectors. */
  rows: Int32Array;
  coefficients: Float64Array;
  intercept: number;
}

/** Machines by the exact dual; the Gram matrix is shared by all of them. */
export function kernelTrainer(
  kernel: MercerKernel,
  x: Matrix,
  settings: MarginSettings,
): MachineTrainer<SupportMachine> {
  const gram = gramMatrix(kernel, x);
  return {
    untrained: { rows: new Int32Array(), coefficients: new Float64Array(), intercept: 0 },
    *solve(sides) {
      const solving = solveMargin({ gram, ...sides }, settings);
      let next = solving.next();
      for (; !next.done; next = solving.next()) yield stepOf(next.value, sides);
      return stepOf(next.value, sides);
    },
    decide(machine, rows) {
      const out = new Float64Array(rows.length).fill(machine.intercept);
      machine.rows.forEach((support, s) => {
        const values = gram.row(support);
        for (let t = 0; t < rows.length; t++) out[t]! += machine.coefficients[s]! * values[rows[t]!]!;
      });
      return out;
    },
  };
}

function stepOf(
  { coefficients, intercept, iterations, primal, converged }: MarginSolution,
  { rows }: Sides,
): MachineStep<SupportMachine> {
  const support = Int32Array.from(rows.keys()).filter((t) => coefficients[t] !== 0);
  return {
    machine: {
      rows: support.map((t) => rows[t]!),
      coefficients: Float64Array.from(support, (t) => coefficients[t]!),
      intercept,
    },
    iterations,
    primal,
    converged,
  };
}

/** The rows that support any of the machines, ascending. */
export function supportRows(machines: readonly { rows: Int32Array }[]): Int32Array {
  return Int32Array.from(new Set(machines.flatMap(({ rows }) => Array.from(rows)))).sort();
}
