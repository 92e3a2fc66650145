import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';

const mostSweeps = 60;

/**
 * Eigenvalues, largest first, and eigenvectors (columns of `vectors`, each of length 1 with its largest entry positive) of
 * a symmetric matrix, by Jacobi's rotations (Golub and Van Loan 2013, section 8.5): for matrices of up to about 100 rows.
 */
export function symmetricEigen(a: Matrix): { values: Float64Array; vectors: Matrix } {
  const n = a.rows;
  const m = a.data.slice();
  const v = matrix(n, n);
  for (let i = 0; i < n; i++) v.data[i * n + i] = 1;
  const scale = m.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        off = Math.max(off, Math.abs(m[p * n + q]!));
        rotate(m, v.data, n, p, q);
      }
    if (!(off > 1e-15 * scale)) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => m[j * n + j]! - m[i * n + i]!);
  const vectors = matrix(n, n);
  order.forEach((from, to) => {
    let largest = 0;
    for (let i = 0; i < n; i++) {
      const entry = v.data[i * n + from]!;
      if (Math.abs(entry) > Math.abs(largest) + 1e-12) largest = entry;
    }
    for (let i = 0; i < n; i++) vectors.data[i * n + to] = Math.sign(largest || 1) * v.data[i * n + from]!;
  });
  return { values: Float64Array.from(order, (i) => m[i * n + i]!), vectors };
}

/** Makes entry (p, q) zero by turning the plane of p and q; `v` collects the turns. */
function rotate(m: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const entry = m[p * n + q]!;
  if (entry === 0) return;
  const theta = (m[q * n + q]! - m[p * n + p]!) / (2 * entry);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const turn = (array: Float64Array, i: number, j: number) => {
    const [x, y] = [array[i]!, array[j]!];
    array[i] = c * x - s * y;
    array[j] = s * x + c * y;
  };
  for (let k = 0; k < n; k++) turn(m, k * n + p, k * n + q);
  for (let k = 0; k < n; k++) turn(m, p * n + k, q * n + k);
  for (let k = 0; k < n; k++) turn(v, k * n + p, k * n + q);
}
