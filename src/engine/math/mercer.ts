import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';

/**
 * What k(a, b) is: `linear` = a.b, `poly` = (gamma a.b + coef0)^degree, `rbf` = exp(-gamma |a - b|^2), `sigmoid` =
 * tanh(gamma a.b + coef0).
 */
export interface MercerKernel {
  name: MercerName;
  gamma: number;
  degree: number;
  coef0: number;
}

export type MercerName = 'rbf' | 'linear' | 'poly' | 'sigmoid';

/** k(x_i, point) for each row of x, into `out`: [n]. */
export function kernelValues(kernel: MercerKernel, x: Matrix, point: Float64Array, out: Float64Array): void {
  fills[kernel.name](kernel, x, point, out);
}

export function isMercerName(name: unknown): name is MercerName {
  return typeof name === 'string' && Object.hasOwn(fills, name);
}

/** Whether k is an inner product of some feature space, whatever the rows (Mercer's condition). */
export function isInnerProduct({ name, coef0 }: MercerKernel): boolean {
  return conditions[name](coef0);
}

const conditions: { [N in MercerName]: (coef0: number) => boolean } = {
  linear: () => true,
  poly: (coef0) => coef0 >= 0,
  rbf: () => true,
  sigmoid: () => false,
};

/** k(x_i, x_i): [n]. */
export function kernelDiagonal(kernel: MercerKernel, x: Matrix): Float64Array {
  const one = new Float64Array(1);
  return Float64Array.from({ length: x.rows }, (_, i) => {
    const row = rowOf(x, i);
    kernelValues(kernel, matrix(1, x.columns, row), row, one);
    return one[0]!;
  });
}

type Fill = (kernel: MercerKernel, x: Matrix, point: Float64Array, out: Float64Array) => void;

const fills: { [N in MercerName]: Fill } = {
  linear: (_, x, point, out) => innerProducts(x, point, out),
  poly({ gamma, coef0, degree }, x, point, out) {
    innerProducts(x, point, out);
    for (let i = 0; i < out.length; i++) out[i] = (gamma * out[i]! + coef0) ** degree;
  },
  sigmoid({ gamma, coef0 }, x, point, out) {
    innerProducts(x, point, out);
    for (let i = 0; i < out.length; i++) out[i] = Math.tanh(gamma * out[i]! + coef0);
  },
  rbf({ gamma }, x, point, out) {
    const d = x.columns;
    for (let i = 0; i < x.rows; i++) {
      let squares = 0;
      for (let j = 0, at = i * d; j < d; j++, at++) {
        const difference = x.data[at]! - point[j]!;
        squares += difference * difference;
      }
      out[i] = Math.exp(-gamma * squares);
    }
  },
};

function innerProducts(x: Matrix, point: Float64Array, out: Float64Array): void {
  const d = x.columns;
  for (let i = 0; i < x.rows; i++) {
    let sum = 0;
    for (let j = 0, at = i * d; j < d; j++, at++) sum += x.data[at]! * point[j]!;
    out[i] = sum;
  }
}
