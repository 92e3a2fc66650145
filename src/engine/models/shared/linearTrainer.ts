import { rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { solveLinearMargin } from '../../math/dualCoordinateDescent';
import type { LinearProblem, LinearSettings, LinearSolution } from '../../math/dualCoordinateDescent';
import type { MarginSettings } from '../../math/smo';
import { kernelTrainer } from './kernelTrainer';
import type { SupportMachine } from './kernelTrainer';
import type { MachineStep, MachineTrainer } from './oneVsOne';

/** f(x) = weights_0 + sum_j weights_(j + 1) x_j. */
export interface LinearMachine {
  /** Intercept first: [d + 1]. */
  weights: Float64Array;
  /** Rows of the training matrix that are support vectors, where the fit knows them. */
  rows: Int32Array;
}

/** Linear machines by the exact dual. */
export function exactLinearTrainer(x: Matrix, settings: MarginSettings): MachineTrainer<LinearMachine> {
  const dot = { name: 'linear', gamma: 1, degree: 1, coef0: 0 } as const;
  const dual = kernelTrainer(dot, x, settings);
  const linear = (step: MachineStep<SupportMachine>) => ({ ...step, machine: linearOf(step.machine, x) });
  return {
    untrained: linearOf(dual.untrained, x),
    *solve(sides, rng) {
      const solving = dual.solve(sides, rng);
      let next = solving.next();
      for (; !next.done; next = solving.next()) yield linear(next.value);
      return linear(next.value);
    },
    decide: (machine, rows) => decide(machine, x, rows),
  };
}

/** Linear machines by dual coordinate descent, for many rows. */
export function descentTrainer(x: LinearProblem['x'], settings: LinearSettings): MachineTrainer<LinearMachine> {
  const step = ({ weights, epochs, primal, converged }: LinearSolution): MachineStep<LinearMachine> => ({
    machine: { weights, rows: new Int32Array() },
    iterations: epochs,
    primal,
    converged,
  });
  return {
    untrained: { weights: new Float64Array(x.columns + 1), rows: new Int32Array() },
    *solve(sides, rng) {
      const solving = solveLinearMargin({ x, ...sides }, settings, rng);
      let next = solving.next();
      for (; !next.done; next = solving.next()) yield step(next.value);
      return step(next.value);
    },
    decide: (machine, rows) => decide(machine, x, rows),
  };
}

function linearOf({ rows, coefficients, intercept }: SupportMachine, x: Matrix): LinearMachine {
  const weights = new Float64Array(x.columns + 1);
  weights[0] = intercept;
  rows.forEach((row, s) => {
    rowOf(x, row).forEach((value, j) => (weights[j + 1]! += coefficients[s]! * value));
  });
  return { weights, rows };
}

function decide({ weights }: LinearMachine, x: LinearProblem['x'], rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => {
    let sum = weights[0]!;
    for (let j = 0, at = row * x.columns; j < x.columns; j++, at++) sum += weights[j + 1]! * x.data[at]!;
    return sum;
  });
}
