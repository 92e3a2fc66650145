/** P(positive | score) = 1 / (1 + exp(-(slope score + intercept))). */
export interface Platt {
  slope: number;
  intercept: number;
}

const most = { steps: 100, halvings: 40 };
/** Newton's method ends when no derivative of the mean loss is larger. */
const tolerance = 1e-9;
/** Keeps the Hessian regular where every score is the same or far out. */
const ridge = 1e-12;

/**
 * A sigmoid of scores by maximum likelihood (Platt 1999), the targets drawn in as if one more row of each kind had been
 * seen: (n+ + 1) / (n+ + 2) and 1 / (n- + 2). Newton's method with halved steps (Lin, Lin, Weng 2007). The slope is at
 * least 0: scores that are worse than chance are worth nothing, and are never turned round. scores, positive: [n].
 */
export function fitPlatt(scores: ArrayLike<number>, positive: ArrayLike<boolean>): Platt {
  const n = scores.length;
  let positives = 0;
  for (let i = 0; i < n; i++) if (positive[i]) positives++;
  const constant: Platt = { slope: 0, intercept: Math.log((positives + 1) / (n - positives + 1)) };
  const spread = standardDeviation(scores);
  if (!(spread > 0)) return constant;
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (n - positives + 2)];
  const targets = Float64Array.from({ length: n }, (_, i) => (positive[i] ? high : low));
  // in units of their spread the scores make both unknowns of order one
  const scaled = Float64Array.from(scores, (score) => score / spread);
  const { slope, intercept } = maximise(constant, scaled, targets);
  return slope > 0 ? { slope: slope / spread, intercept } : constant;
}

export function plattAt({ slope, intercept }: Platt, score: number): number {
  const z = slope * score + intercept;
  const small = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + small) : small / (1 + small);
}

function maximise(start: Platt, scores: Float64Array, targets: Float64Array): Platt {
  let platt = start;
  let loss = lossOf(platt, scores, targets);
  for (let step = 0; step < most.steps; step++) {
    const { gradient, direction } = newton(platt, scores, targets);
    if (Math.max(...gradient.map(Math.abs)) <= tolerance * scores.length) break;
    const descent = gradient[0] * direction[0] + gradient[1] * direction[1];
    let better: { at: Platt; loss: number } | undefined;
    for (let halving = 0, size = 1; !better && halving < most.halvings; halving++, size /= 2) {
      const at = { slope: platt.slope + size * direction[0], intercept: platt.intercept + size * direction[1] };
      const value = lossOf(at, scores, targets);
      if (value <= loss + 1e-4 * size * descent) better = { at, loss: value };
    }
    if (!better) break;
    platt = better.at;
    loss = better.loss;
  }
  return platt;
}

/** -sum_i t_i log p_i + (1 - t_i) log(1 - p_i), without overflow. */
function lossOf({ slope, intercept }: Platt, scores: Float64Array, targets: Float64Array): number {
  let loss = 0;
  for (let i = 0; i < scores.length; i++) {
    const z = slope * scores[i]! + intercept;
    loss += Math.max(z, 0) - targets[i]! * z + Math.log1p(Math.exp(-Math.abs(z)));
  }
  return loss;
}

function newton(platt: Platt, scores: Float64Array, targets: Float64Array) {
  const n = scores.length;
  let [hss, hsi, hii] = [ridge * n, 0, ridge * n];
  let [gs, gi] = [0, 0];
  for (let i = 0; i < n; i++) {
    const score = scores[i]!;
    const p = plattAt(platt, score);
    const weight = p * (1 - p);
    hss += weight * score * score;
    hsi += weight * score;
    hii += weight;
    gs += (p - targets[i]!) * score;
    gi += p - targets[i]!;
  }
  const determinant = hss * hii - hsi * hsi;
  const direction = [(hsi * gi - hii * gs) / determinant, (hsi * gs - hss * gi) / determinant] as const;
  return { gradient: [gs, gi] as const, direction };
}

function standardDeviation(values: ArrayLike<number>): number {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i]! / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
