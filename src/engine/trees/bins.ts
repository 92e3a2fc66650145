import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';

/** Bins of one feature, at most: a code takes a byte. */
export const maxBins = 256;
/** Rows from which the bins of larger data are estimated. */
const sampledRows = 200_000;

/** Rows as numbers of bins, feature after feature: that of row i in feature j is `codes[j * rows + i]`. */
export interface BinnedRows {
  rows: number;
  codes: Uint8Array;
}

/**
 * Where each feature may be divided: halfway between its neighbouring values, or, where it has more than `maxBins` of
 * them, at quantiles. Ascending; bin b holds the values above edge b - 1 and not above edge b.
 */
export function binEdges(x: Matrix, rng: Rng): Float64Array[] {
  const sampled = x.rows > sampledRows;
  const rows = Int32Array.from({ length: sampled ? sampledRows : x.rows }, (_, i) =>
    sampled ? rng.integer(x.rows) : i,
  );
  return Array.from({ length: x.columns }, (_, j) =>
    edgesBetween(Float64Array.from(rows, (row) => x.data[row * x.columns + j]!).sort()),
  );
}

function edgesBetween(sorted: Float64Array): Float64Array {
  const distinct = sorted.filter((value, i) => i === 0 || value > sorted[i - 1]!);
  if (distinct.length <= maxBins) return distinct.slice(1).map((value, i) => halfway(distinct[i]!, value));
  const edges: number[] = [];
  for (let b = 1; b < maxBins; b++) {
    const at = Math.floor((b * sorted.length) / maxBins);
    const edge = halfway(sorted[at - 1]!, sorted[at]!);
    if (edges.length === 0 || edge > edges.at(-1)!) edges.push(edge);
  }
  return Float64Array.from(edges);
}

/** Between two values, and never the upper one: the lower stays below the edge, the upper above it. */
function halfway(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}

/** x: [n, d] */
export function binRows(x: Matrix, edges: readonly Float64Array[]): BinnedRows {
  const { rows, columns } = x;
  const codes = new Uint8Array(rows * columns);
  edges.forEach((cuts, j) => {
    for (let i = 0; i < rows; i++) codes[j * rows + i] = binOf(x.data[i * columns + j]!, cuts);
  });
  return { rows, codes };
}

/** How many edges lie below a value. */
function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
