/** Pearson's correlation over the rows in which both are known; NaN where one of them does not vary. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const rows = Array.from(a.keys()).filter((i) => Number.isFinite(a[i]!) && Number.isFinite(b[i]!));
  const mean = (values: Float64Array) => rows.reduce((sum, i) => sum + values[i]!, 0) / rows.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const i of rows) {
    ab += (a[i]! - meanA) * (b[i]! - meanB);
    aa += (a[i]! - meanA) ** 2;
    bb += (b[i]! - meanB) ** 2;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : NaN;
}
