import { grouped } from '../../data/words';
import { ChainFit } from '../markov/fit';
import { restoreChainClasses } from '../markov/chainClasses';
import { searchedSteps } from '../markov/search';
import type { ModelSpec } from '../model';
import { priorsParameter } from './shared/priors';

export const hiddenMarkovModel: ModelSpec = {
  card: {
    id: 'hidden-markov-model',
    title: 'Hidden Markov model',
    aliases: ['hmm'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Partial'],
    summary:
      'For sequences: in each class, hidden states follow one another, and each emits what is observed at its step, a symbol or numbers. Which state a step was in is never observed, and is worked out from the whole sequence. Whether steps are symbols or numbers is said by `values` of the sequence in the data cell.',
    formula: 'P(x, y) = P(y) sum_s P(s_1 | y) p(x_1 | s_1, y) prod_t P(s_t | s_(t-1), y) p(x_t | s_t, y)',
    references: [
      {
        authors: 'Baum, Petrie, Soules, Weiss',
        year: 1970,
        title:
          'A maximization technique occurring in the statistical analysis of probabilistic functions of Markov chains',
      },
      { authors: 'Viterbi', year: 1967, title: 'Error bounds for convolutional codes' },
      { authors: 'Rabiner', year: 1989, title: 'A tutorial on hidden Markov models and selected applications' },
    ],
    parameters: [
      {
        name: 'states',
        aliases: ['n_components'],
        type: 'integer',
        min: 1,
        max: 50,
        default: 2,
        doc: 'Hidden states of each class. Two are the fewest that make the order of the steps count; with one, only how often each symbol occurs does.',
      },
      {
        name: 'covariance',
        aliases: ['covariance_type'],
        type: 'choice',
        choices: [
          { value: 'diag', doc: 'Each state has its own variance for each number of a step.' },
          {
            value: 'full',
            doc: 'Each state has its own covariance; a step with a missing number is summed out as a whole.',
          },
        ],
        default: 'diag',
        doc: 'How numbers of a step vary together in a state; symbols have none.',
      },
      {
        name: 'restarts',
        aliases: ['n_init'],
        type: 'integer',
        min: 1,
        max: 1000,
        default: 10,
        doc: `Random starts, of which the likeliest is kept. With more than 5,000 steps of a class only the best third goes beyond its first iterations, and of more than ${grouped(searchedSteps)} as many are drawn to choose by.`,
      },
      {
        name: 'max_iter',
        aliases: ['n_iter'],
        type: 'integer',
        min: 1,
        max: 100_000,
        default: 500,
        doc: 'Iterations of each start.',
      },
      {
        name: 'tol',
        type: 'number',
        min: 0,
        default: 1e-6,
        doc: 'A start ends when the mean log-likelihood of a step grows by less, in nats.',
      },
      {
        name: 'pseudocount',
        aliases: ['smoothing'],
        type: 'number',
        min: 0,
        above: true,
        max: 1000,
        default: 0.01,
        doc: 'Added to every expected number of starts, transitions and symbols, so that nothing is impossible that was never seen.',
      },
      {
        name: 'reg_covar',
        aliases: ['min_covar'],
        type: 'number',
        min: 0,
        default: 1e-3,
        doc: 'Added to every variance, in squared standard deviations of the numbers; keeps states from shrinking onto equal steps.',
      },
      priorsParameter,
    ],
  },
  reads: 'sequences',
  fit: (data, options, context) => new ChainFit(data, options, context).fit(),
  restore: restoreChainClasses,
};
