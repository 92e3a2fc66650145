import * as tf from '@tensorflow/tfjs-core';
import type { Bounds, Denoiser } from './denoiser';

/** A trained denoiser, for the time of one `tf.tidy`. */
export interface Trained {
  denoiser: Denoiser;
  weights: readonly tf.Tensor[];
  bounds: Bounds;
}

/** Rounds in which a step is undone, each closer by about the size of the step. */
const undoing = 4;

/** Between two known draws of noise, how often a step of inpainting is taken back and repeated. */
const repeats = 5;

/**
 * The deterministic path from noise to data of DDIM (Song and others 2021): x_s = cos(phi_s) x_0 + sin(phi_s) e, with the row and
 * the noise as the network sees them at t. `times`: descending.
 */
export function denoise(
  { denoiser, weights, bounds }: Trained,
  z: tf.Tensor2D,
  classes: tf.Tensor2D,
  times: readonly number[],
): tf.Tensor2D {
  return walk(z, times, (x, t, s) => {
    const { row, noise } = denoiser.parts(weights, x, t, classes, bounds);
    const angle = denoiser.angles[s]!;
    return tf.add(tf.mul(row, Math.cos(angle)), tf.mul(noise, Math.sin(angle)));
  });
}

/**
 * The way back from data to noise. A step of `denoise` without bounds is x_s = cos(a) x_t - sin(a) v(x_t), a = phi_t - phi_s; the x_t
 * that leads to x_s is found by repeating x_t <- (x_s + sin(a) v(x_t)) / cos(a), a contraction for small steps.
 */
export function undo(
  { denoiser, weights }: Trained,
  x: tf.Tensor2D,
  classes: tf.Tensor2D,
  times: readonly number[],
): tf.Tensor2D {
  return walk(x, [...times].reverse(), (xs, s, t) => {
    const angle = denoiser.angles[t]! - denoiser.angles[s]!;
    let xt = xs;
    for (let round = 0; round < undoing; round++) {
      const v = denoiser.velocityAt(weights, xt, t, classes);
      xt = tf.div(tf.add(xs, tf.mul(v, Math.sin(angle))), Math.cos(angle));
    }
    return xt;
  });
}

/**
 * Rows whose known cells are given, by RePaint (Lugmayr and others 2022): in each step the known cells come from the data
 * with the noise of that time, the others from the network; and each step is repeated, with noise put back, so that the two
 * agree. known: [n, d], 1 where a cell is known; `normal` draws noise of the shape of x.
 */
export function repaint(
  { denoiser, weights, bounds }: Trained,
  x: tf.Tensor2D,
  known: tf.Tensor2D,
  classes: tf.Tensor2D,
  times: readonly number[],
  normal: () => tf.Tensor2D,
): tf.Tensor2D {
  const { angles } = denoiser;
  const kept = tf.mul(x, known);
  const open = tf.sub(1, known);
  return walk(normal(), times, (start, t, s) => {
    const [signal, noiseLevel] = [Math.cos(angles[s]!), Math.sin(angles[s]!)];
    const share = Math.cos(angles[t]!) / signal;
    // the variance of the step back to s that makes it as random as the step from s to t (Ho and others 2020)
    const fresh = (noiseLevel / Math.sin(angles[t]!)) * Math.sqrt(1 - share ** 2);
    let xt = start;
    for (let round = 1; ; round++) {
      const { row, noise } = denoiser.parts(weights, xt, t, classes, bounds);
      const direction = tf.mul(noise, Math.sqrt(Math.max(0, noiseLevel ** 2 - fresh ** 2)));
      const e = normal();
      const made = tf.add(tf.add(tf.mul(row, signal), direction), tf.mul(e, fresh));
      const given = tf.add(tf.mul(kept, signal), tf.mul(e, noiseLevel));
      const xs = tf.add<tf.Tensor2D>(tf.mul(given, known), tf.mul(made, open));
      if (round === repeats || s === 0) return xs;
      xt = tf.add(tf.mul(xs, share), tf.mul(normal(), Math.sqrt(1 - share ** 2)));
    }
  });
}

/** From time to time, with the tensors of each step freed. */
function walk(
  start: tf.Tensor2D,
  times: readonly number[],
  step: (x: tf.Tensor2D, from: number, to: number) => tf.Tensor2D,
): tf.Tensor2D {
  let x = start;
  for (let i = 1; i < times.length; i++) {
    const next = tf.tidy(() => step(x, times[i - 1]!, times[i]!));
    if (i > 1) x.dispose();
    x = next;
  }
  return x;
}
