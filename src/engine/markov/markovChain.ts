/** Hidden states that follow one another: the first by `start`, each next one by the row of `transition` of the one before. */
export interface Chain {
  states: number;
  /** P(first state), all above 0: [S]. */
  start: Float64Array;
  /** P(next state | state), all above 0: [S * S], row after row. */
  transition: Float64Array;
}

/**
 * Filtered state probabilities alpha_t(s) = P(s_t = s | x_1 ... x_t), the scaled forward pass (Rabiner 1989).
 *
 * likelihood: [T * S] of p(x_t | s), each step up to a factor of its own with the largest entry above 0; alpha: [T * S],
 * filled; scale: [T], filled with P(x_t | x_1 ... x_(t-1)). Returns the sum of log scale: log p(x) up to the factors.
 */
export function forward(
  { states, start, transition }: Chain,
  likelihood: Float64Array,
  steps: number,
  alpha: Float64Array,
  scale: Float64Array,
): number {
  let logSum = 0;
  // logarithms are dear: those of many steps are taken at once, before their product can underflow
  let product = 1;
  for (let t = 0; t < steps; t++) {
    const here = t * states;
    let total = 0;
    for (let s = 0; s < states; s++) {
      let predicted = 0;
      if (t === 0) predicted = start[s]!;
      else for (let r = 0; r < states; r++) predicted += alpha[here - states + r]! * transition[r * states + s]!;
      const value = predicted * likelihood[here + s]!;
      alpha[here + s] = value;
      total += value;
    }
    scale[t] = total;
    for (let s = 0; s < states; s++) alpha[here + s]! /= total;
    product *= total;
    if (product < 1e-100) {
      logSum += Math.log(product);
      product = 1;
      if (logSum === -Infinity) return logSum;
    }
  }
  return logSum + Math.log(product);
}

/**
 * The scaled backward pass: beta_t(s) = P(x_(t+1) ... x_T | s_t = s) / P(x_(t+1) ... x_T | x_1 ... x_t), so that
 * P(s_t = s | x) = alpha_t(s) beta_t(s). beta: [T * S], filled.
 */
export function backward(
  { states, transition }: Chain,
  likelihood: Float64Array,
  steps: number,
  scale: Float64Array,
  beta: Float64Array,
): void {
  if (steps > 0) beta.fill(1, (steps - 1) * states, steps * states);
  for (let t = steps - 2; t >= 0; t--) {
    const here = t * states;
    const next = here + states;
    for (let r = 0; r < states; r++) {
      let sum = 0;
      for (let s = 0; s < states; s++) sum += transition[r * states + s]! * likelihood[next + s]! * beta[next + s]!;
      beta[here + r] = sum / scale[t + 1]!;
    }
  }
}

/**
 * The likeliest path of states (Viterbi 1967), of equal ones the first. logLikelihood: [T * S] of log p(x_t | s). Returns
 * the path and log P(path, x).
 */
export function viterbi(
  { states, start, transition }: Chain,
  logLikelihood: Float64Array,
  steps: number,
): { states: Int32Array; logProbability: number } {
  const path = new Int32Array(steps);
  if (steps === 0) return { states: path, logProbability: 0 };
  const logTransition = transition.map(Math.log);
  const from = new Int32Array(steps * states);
  let best = Float64Array.from(start, (p, s) => Math.log(p) + logLikelihood[s]!);
  for (let t = 1; t < steps; t++) {
    const here = t * states;
    best = best.map((_, s) => {
      let winner = 0;
      for (let r = 1; r < states; r++)
        if (best[r]! + logTransition[r * states + s]! > best[winner]! + logTransition[winner * states + s]!) winner = r;
      from[here + s] = winner;
      return best[winner]! + logTransition[winner * states + s]! + logLikelihood[here + s]!;
    });
  }
  let state = 0;
  for (let s = 1; s < states; s++) if (best[s]! > best[state]!) state = s;
  const logProbability = best[state]!;
  for (let t = steps - 1; t >= 0; t--) {
    path[t] = state;
    state = from[t * states + state]!;
  }
  return { states: path, logProbability };
}
