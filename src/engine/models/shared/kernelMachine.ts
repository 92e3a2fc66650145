import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Json } from '../../../protocol/cards';
import { isMercerName, kernelValues } from '../../math/mercer';
import type { MercerKernel } from '../../math/mercer';
import type { Platt } from '../../math/platt';
import type { Classifier, Fitted } from '../../model';
import { pairwiseProba, readNumber, readPairs, readPresent, readPlatt } from './pairwise';
import { damaged, packExact, readCodes, readNotes, readRows, readSizes } from './saved';
import type { SavedState } from './saved';

/** Sums of kernels at points that all pairs of classes share. */
export interface KernelMachines {
  kernel: MercerKernel;
  classes: number;
  /** Classes that training rows had, ascending. */
  present: number[];
  /** [m, d]. */
  points: Matrix;
  /** What the points are: rows that the dual chose, or landmarks of the Nystroem approximation. */
  role: 'support' | 'landmarks';
  machines: KernelMachine[];
}

/** f(x) = intercept + sum_i coefficients_i k(points_at(i), x). */
export interface KernelMachine {
  /** Places among the points. */
  at: Int32Array;
  coefficients: Float64Array;
  intercept: number;
  sigmoid: Platt;
}

export function kernelClassifier({ kernel, classes, present, points, machines }: KernelMachines): Classifier {
  const sigmoids = machines.map(({ sigmoid }) => sigmoid);
  return {
    predictProba(x) {
      const decision = matrix(x.rows, machines.length);
      const values = new Float64Array(points.rows);
      for (let i = 0; i < x.rows; i++) {
        kernelValues(kernel, points, rowOf(x, i), values);
        machines.forEach(({ at, coefficients, intercept }, pair) => {
          let sum = intercept;
          for (let s = 0; s < at.length; s++) sum += coefficients[s]! * values[at[s]!]!;
          decision.data[i * machines.length + pair] = sum;
        });
      }
      return Promise.resolve(pairwiseProba(decision, sigmoids, present, classes));
    },
  };
}

export function fittedKernelMachines(learned: KernelMachines, notes: string[]): Fitted {
  const { points, machines, role } = learned;
  return {
    ...kernelClassifier(learned),
    ...(role === 'support' && points.rows > 0 && { supportVectors: points }),
    // coefficients, the intercept and the two numbers of the sigmoid
    parameters: machines.reduce((sum, { coefficients }) => sum + coefficients.length + 3, 0),
    notes,
    save: () => saveMachines(learned, notes),
    dispose() {},
  };
}

function saveMachines(
  { kernel, classes, present, points, role, machines }: KernelMachines,
  notes: string[],
): SavedState {
  return {
    sizes: [classes, points.columns],
    kernel: { ...kernel },
    present,
    role,
    points: packExact(points.data, [points.rows, points.columns]),
    pairs: machines.map(({ at, coefficients, intercept, sigmoid }) => ({
      at: packExact(at, [at.length]),
      coefficients: packExact(coefficients, [at.length, 1]),
      intercept,
      sigmoid: { ...sigmoid },
    })),
    notes,
  };
}

/** The inverse of `save`. Throws `damaged-model`. */
export function restoreKernelMachines(state: SavedState): Fitted {
  const [classes, d] = readSizes(state.sizes, 'sizes');
  if (classes === undefined || d === undefined) throw damaged('its sizes are missing');
  const { role } = state;
  if (role !== 'support' && role !== 'landmarks') throw damaged(`unknown role ${JSON.stringify(role)}`);
  const present = readPresent(state.present, classes);
  const points = readRows(state.points, 'points', d);
  const machines = readPairs(state.pairs, present).map((pair) => readMachine(pair, points.rows));
  const learned: KernelMachines = { kernel: readKernel(state.kernel), classes, present, points, role, machines };
  return fittedKernelMachines(learned, readNotes(state.notes));
}

function readMachine(pair: { [name: string]: Json }, points: number): KernelMachine {
  const coefficients = readRows(pair.coefficients, 'coefficients', 1).data;
  return {
    at: readCodes(pair.at, 'at', [coefficients.length], 0, points),
    coefficients,
    intercept: readNumber(pair.intercept, 'intercept'),
    sigmoid: readPlatt(pair.sigmoid),
  };
}

function readKernel(value: Json | undefined): MercerKernel {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged('its kernel is missing');
  const { name } = value;
  if (!isMercerName(name)) throw damaged(`unknown kernel ${JSON.stringify(name)}`);
  return {
    name,
    gamma: readNumber(value.gamma, 'gamma'),
    degree: readNumber(value.degree, 'degree'),
    coef0: readNumber(value.coef0, 'coef0'),
  };
}
