/**
 * How a row becomes noise: x_t = cos(phi_t) x_0 + sin(phi_t) e, e normal. The angle stands for the pair that Ho and others
 * (2020) write as sqrt(alpha_bar_t) = cos(phi_t), sqrt(1 - alpha_bar_t) = sin(phi_t).
 */

/** Keeps the first steps from being so small that they add next to no noise (Nichol and Dhariwal 2021, "s"). */
const offset = 0.008;
/** Largest variance of the noise of one step, as in the same paper. */
const largestBeta = 0.999;

/** phi_t for t = 0, ..., timesteps by the cosine schedule (Nichol and Dhariwal 2021): [timesteps + 1], ascending from 0. */
export function cosineAngles(timesteps: number): Float64Array {
  const signal = (t: number) => Math.cos(((t / timesteps + offset) / (1 + offset)) * (Math.PI / 2)) ** 2;
  const angles = new Float64Array(timesteps + 1);
  let alphaBar = 1;
  for (let t = 1; t <= timesteps; t++) {
    alphaBar *= 1 - Math.min(largestBeta, 1 - signal(t) / signal(t - 1));
    angles[t] = Math.acos(Math.sqrt(alphaBar));
  }
  return angles;
}

/**
 * The times that a shortened path from noise to data passes, descending from `timesteps` to 0, both included: at most
 * steps + 1, close together where there is little noise left (Song and others 2021, "quadratic").
 */
export function samplingTimes(timesteps: number, steps: number): number[] {
  const times = Array.from({ length: steps + 1 }, (_, i) => Math.round(timesteps * (i / steps) ** 2));
  return [...new Set([0, ...times.map((t, i) => Math.max(t, Math.min(i, timesteps)))])].sort((a, b) => b - a);
}

/** Waves of the time t / timesteps that a network reads, sines then cosines (Vaswani and others 2017): [size], size even. */
export function timeEmbedding(share: number, size: number): Float64Array {
  const half = size / 2;
  const out = new Float64Array(size);
  for (let i = 0; i < half; i++) {
    const frequency = slowest * (fastest / slowest) ** (i / Math.max(1, half - 1));
    out[i] = Math.sin(frequency * share);
    out[half + i] = Math.cos(frequency * share);
  }
  return out;
}

/** Radians over all times: from half a wave to some hundred. */
const slowest = Math.PI;
const fastest = 1000;
