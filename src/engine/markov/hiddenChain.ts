import { backward, forward, viterbi } from './markovChain';
import type { Chain } from './markovChain';
import type { Emissions } from './emissions';

/** A hidden Markov model: a chain of states and what they emit. */
export interface HiddenChain extends Chain {
  emissions: Emissions;
}

/** Memory for passes over sequences, kept from one to the next. */
export class Passes {
  private likelihood = new Float64Array(0);
  private alpha = new Float64Array(0);
  private beta = new Float64Array(0);
  private scale = new Float64Array(0);

  /** log p(x) of the steps of `x` from `from` on; 0 for no step. */
  logDensity(chain: HiddenChain, x: Float64Array, from: number, steps: number): number {
    const top = this.score(chain, x, from, steps);
    return top + forward(chain, this.likelihood, steps, this.alpha, this.scale);
  }

  /**
   * The expected states of a sequence: `gamma` [T * S], P(s_t | x), valid until the next call; adds `weight` times the
   * expected numbers of transitions to `transitions` [S * S]. Returns log p(x).
   */
  expect(
    chain: HiddenChain,
    x: Float64Array,
    from: number,
    steps: number,
    weight: number,
    transitions: Float64Array,
  ): { logDensity: number; gamma: Float64Array } {
    const { states, transition } = chain;
    const logDensity = this.logDensity(chain, x, from, steps);
    const { likelihood, alpha, beta, scale } = this;
    backward(chain, likelihood, steps, scale, beta);
    for (let t = 1; t < steps; t++) {
      const here = t * states;
      for (let s = 0; s < states; s++) {
        const arrival = (weight * likelihood[here + s]! * beta[here + s]!) / scale[t]!;
        for (let r = 0; r < states; r++)
          transitions[r * states + s]! += alpha[here - states + r]! * transition[r * states + s]! * arrival;
      }
    }
    for (let at = 0; at < steps * states; at++) alpha[at]! *= weight * beta[at]!;
    return { logDensity, gamma: alpha };
  }

  path(chain: HiddenChain, x: Float64Array, steps: number): { states: Int32Array; logProbability: number } {
    this.reserve(chain.states, steps);
    chain.emissions.logLikelihood(x, 0, steps, this.likelihood);
    return viterbi(chain, this.likelihood, steps);
  }

  /** p(x_t | s) over its largest at each step; returns the sum of the logarithms of what was divided by. */
  private score({ states, emissions }: HiddenChain, x: Float64Array, from: number, steps: number): number {
    this.reserve(states, steps);
    const { likelihood } = this;
    emissions.logLikelihood(x, from, steps, likelihood);
    let sum = 0;
    for (let at = 0; at < steps * states; at += states) {
      let largest = -Infinity;
      for (let s = 0; s < states; s++) largest = Math.max(largest, likelihood[at + s]!);
      for (let s = 0; s < states; s++) likelihood[at + s] = Math.exp(likelihood[at + s]! - largest);
      sum += largest;
    }
    return sum;
  }

  private reserve(states: number, steps: number): void {
    if (this.likelihood.length >= steps * states && this.scale.length >= steps) return;
    const size = 2 * steps * states;
    this.likelihood = new Float64Array(size);
    this.alpha = new Float64Array(size);
    this.beta = new Float64Array(size);
    this.scale = new Float64Array(2 * steps);
  }
}
