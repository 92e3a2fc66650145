/**
 * The value below which a share of sorted numbers lies, between two of them in proportion (scikit-learn's and numpy's
 * default). sorted: ascending, at least one.
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = Math.min(1, Math.max(0, share)) * (sorted.length - 1);
  const low = sorted[Math.floor(place)]!;
  const high = sorted[Math.ceil(place)]!;
  const part = place - Math.floor(place);
  // between minus infinity and a number there is nothing
  return part === 0 || low === high || low === -Infinity ? low : low + part * (high - low);
}

/** The middle one of numbers in any order, or the mean of the two in the middle. values: at least one. */
export function median(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

/** The share of sorted numbers that are below a value; of equals half. sorted: ascending, at least one. */
export function shareBelow(sorted: ArrayLike<number>, value: number): number {
  return (firstAtLeast(sorted, value, false) + firstAtLeast(sorted, value, true)) / (2 * sorted.length);
}

/** Numbers below a value, or, with `orEqual`, at most as large. */
function firstAtLeast(sorted: ArrayLike<number>, value: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const isBelow = orEqual ? sorted[middle]! <= value : sorted[middle]! < value;
    if (isBelow) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Spearman's rank correlation: Pearson's of the ranks, ties averaged; undefined where one of the two does not vary. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  const [u, v] = [ranks(a), ranks(b)];
  const mean = (u.length + 1) / 2;
  let products = 0;
  let squaresOfU = 0;
  let squaresOfV = 0;
  for (let i = 0; i < u.length; i++) {
    products += (u[i]! - mean) * (v[i]! - mean);
    squaresOfU += (u[i]! - mean) ** 2;
    squaresOfV += (v[i]! - mean) ** 2;
  }
  return squaresOfU > 0 && squaresOfV > 0 ? products / Math.sqrt(squaresOfU * squaresOfV) : undefined;
}

function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) =>
    values[a]! === values[b]! ? 0 : values[a]! - values[b]!,
  );
  const out = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) out[order[at]!] = (from + to + 1) / 2;
    from = to;
  }
  return out;
}
