import { Problem } from '../../data/problem';
import { chooseOptions } from '../ratings/chooseOptions';
import type { Chosen } from '../ratings/chooseOptions';
import { completeState, fittedFactors } from '../ratings/factorModel';
import { alternate, problemOf, randomFactors } from '../ratings/fitFactors';
import { readFactors } from '../ratings/savedFactors';
import type { Alternation } from '../ratings/fitFactors';
import type { RatingModelSpec } from '../ratingModel';

/** Arithmetic that `n_init: auto` spends on starts, in multiplications per iteration. */
const autoWork = 1e6;
const autoStarts = 10;

export const matrixFactorization: RatingModelSpec = {
  card: {
    id: 'matrix-factorization',
    title: 'Matrix factorisation',
    aliases: ['mf', 'pmf'],
    predicts: 'ratings',
    family: 'generative',
    learns: 'P(rating | user, item)',
    capabilities: ['Sampler'],
    summary:
      "A rating is a mean, what the user and the item add to it, and how far the user's tastes fit the item: few numbers for each user and each item, learned from who rated what.",
    formula:
      'r_ui = mean + b_u + b_i + p_u . q_i + noise, minimising sum_ui (r_ui - ...)^2 + lam (|p|^2 + |q|^2 + b_u^2 + b_i^2)',
    references: [
      { authors: 'Salakhutdinov, Mnih', year: 2007, title: 'Probabilistic matrix factorization' },
      {
        authors: 'Koren, Bell, Volinsky',
        year: 2009,
        title: 'Matrix factorization techniques for recommender systems',
      },
      {
        authors: 'Zhou, Wilkinson, Schreiber, Pan',
        year: 2008,
        title: 'Large-scale parallel collaborative filtering for the Netflix prize',
      },
    ],
    parameters: [
      {
        name: 'factors',
        aliases: ['n_factors', 'n_components', 'rank'],
        type: 'integer',
        min: 0,
        max: 100,
        default: 'auto',
        words: [
          {
            value: 'auto',
            doc: 'the one of 1, 2, 3, 5 and 10 with the least error on ratings held out of the training; 10 for more than 20,000 ratings',
          },
        ],
        doc: 'Numbers in the vector of each user and each item; with 0, only the biases are learned.',
      },
      {
        name: 'lam',
        aliases: ['regularization', 'regularisation', 'alpha'],
        type: 'number',
        min: 0,
        above: true,
        default: 'auto',
        words: [
          {
            value: 'auto',
            doc: 'the one with the least error on ratings held out of the training (five folds, or a tenth of more than 2,000)',
          },
        ],
        doc: 'Weight of the penalty, which keeps biases and factors small: the more, the fewer ratings there are.',
      },
      {
        name: 'biases',
        type: 'boolean',
        default: true,
        doc: 'Whether each user and each item has a bias: users who rate high, items that all like.',
      },
      {
        name: 'max_iter',
        type: 'integer',
        min: 1,
        max: 100_000,
        default: 500,
        doc: 'Most iterations of alternating least squares: all users, then all items.',
      },
      {
        name: 'tol',
        type: 'number',
        min: 0,
        default: 1e-5,
        doc: 'The fit ends when the objective falls by less than this share of itself.',
      },
      {
        name: 'n_init',
        aliases: ['restarts'],
        type: 'integer',
        min: 1,
        max: 1000,
        default: 'auto',
        words: [{ value: 'auto', doc: 'ten, or fewer where there are many ratings' }],
        doc: 'Random starts, of which the one with the least objective is kept.',
      },
    ],
  },
  async *fit(data, options, { rng, signal }) {
    const { factors: asked, lam: penalty, biases } = options;
    if (biases === false && asked === 0) {
      const message = 'without biases and factors there is nothing to learn; expected 1 or more factors';
      throw new Problem('nothing-to-learn', message, ['factors']);
    }
    const wish = {
      factors: typeof asked === 'number' ? asked : undefined,
      lam: typeof penalty === 'number' ? penalty : undefined,
      biases: biases === true,
    };
    let step = 0;
    const choice = chooseOptions(data, wish, rng.fork('options'), signal);
    let chosen = await choice.next();
    for (; !chosen.done; chosen = await choice.next()) yield { step: ++step };
    const { factors, lam } = chosen.value;
    const notes = choiceNotes(wish, chosen.value);
    const ending = { maxIterations: options.max_iter as number, tolerance: options.tol as number };
    const problem = problemOf(data, data.users, data.items, lam, wish.biases);
    let best: (Alternation & { converged: boolean }) | undefined;
    for (
      let start = 0;
      start < startsOf(options.n_init, data.rating.length, factors) && !(best && signal.aborted);
      start++
    ) {
      const steps = alternate(problem, randomFactors(problem, factors, rng.fork(`start ${start}`)), ending);
      let next = steps.next();
      let last: Alternation = next.value;
      for (; !next.done && !(best && signal.aborted); next = steps.next()) {
        last = next.value;
        yield { step: ++step, loss: last.objective / data.rating.length };
        if (signal.aborted) break;
      }
      const found = next.done ? next.value : { ...last, converged: false };
      if (!best || found.objective < best.objective) best = found;
    }
    if (signal.aborted) notes.push('Stopped before the optimum was reached.');
    else if (!best!.converged)
      notes.push(`Not converged after ${ending.maxIterations} iterations: raise max_iter or lam.`);
    return fittedFactors(completeState(best!.factors, problem, best!.objective, data.content, notes));
  },
  restore: (state) => fittedFactors(readFactors(state)),
};

function choiceNotes(
  { factors, lam }: { factors: number | undefined; lam: number | undefined },
  chosen: Chosen,
): string[] {
  const told = [
    ...(factors === undefined ? [`factors: ${chosen.factors}`] : []),
    ...(lam === undefined ? [`lam: ${Number(chosen.lam.toPrecision(3))}`] : []),
  ];
  return told.length === 0 ? [] : [`Chosen by the error on ratings held out of the training: ${told.join(', ')}.`];
}

/** Random starts of a fit. */
export function startsOf(asked: unknown, ratings: number, factors: number): number {
  if (typeof asked === 'number') return asked;
  // the biases alone have a single optimum
  if (factors === 0) return 1;
  return Math.max(1, Math.min(autoStarts, Math.floor(autoWork / (ratings * (factors + 1) ** 2))));
}
