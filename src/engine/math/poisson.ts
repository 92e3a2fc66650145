import type { Rng } from '../../data/random';
import { logGamma } from './logGamma';

/** Below this mean uniforms are multiplied; above, the time must not grow with the mean. */
const largeMean = 10;

/** One draw from the Poisson distribution: by products of uniforms, or by transformed rejection (Hörmann 1993). */
export function drawPoisson(mean: number, rng: Rng): number {
  return mean < largeMean ? byProducts(mean, rng) : byRejection(mean, rng);
}

function byProducts(mean: number, rng: Rng): number {
  const end = Math.exp(-mean);
  let count = 0;
  for (let product = rng.uniform(); product > end; product *= rng.uniform()) count++;
  return count;
}

function byRejection(mean: number, rng: Rng): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const alpha = 1.1239 + 1.1328 / (b - 3.4);
  for (;;) {
    const u = rng.uniform() - 0.5;
    const v = rng.uniform();
    const side = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / side + b) * u + mean + 0.43);
    if (side >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return count;
    if (count < 0 || (side < 0.013 && v > side)) continue;
    const accepted = Math.log((v * alpha) / (a / (side * side) + b));
    if (accepted <= count * Math.log(mean) - mean - logGamma(count + 1)) return count;
  }
}
