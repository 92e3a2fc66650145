/**
 * log P(y) as the shares of the classes among the rows; a class without rows counts as half a row, so that its logarithm is
 * a number. y: [n] -> [K], the probabilities sum to one.
 */
export function smoothedLogPrior(y: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const label of y) if (label >= 0) counts[label]!++;
  const weights = counts.map((count) => Math.max(count, 0.5));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.log(weight / total));
}
