import type { Parameter } from '../../protocol/cards';
import { drawsParameter } from '../tasks/parameters';

/** Options of the verb. */
export const semiSupervisedParameters: Parameter[] = [
  {
    name: 'labels',
    type: 'list',
    of: { name: 'labels', type: 'integer', min: 1, max: 1000, doc: 'Labelled rows of each class.' },
    minItems: 1,
    maxItems: 20,
    doc: 'Labelled rows to keep of each class. Default: 2, 5, 10, 20 and 50, as far as half of the rows stay without a label.',
  },
  {
    ...drawsParameter,
    doc: 'Times that the labelled rows are drawn by chance; the numbers are means over the draws.',
  },
  {
    name: 'methods',
    type: 'list',
    of: {
      name: 'method',
      type: 'choice',
      doc: 'A way to learn.',
      choices: [
        { value: 'supervised', doc: 'From the labelled rows only.' },
        {
          value: 'unlabelled',
          doc: 'From all rows, for models that can: those with a density by expectation-maximisation over the missing labels, others by a loss with a part that needs no label.',
        },
        {
          value: 'self-training',
          doc: 'Sure predictions become labels, again and again. Named here: of all models; else of those that cannot learn from unlabelled rows by themselves.',
        },
        { value: 'label-spreading', doc: 'Labels spread to similar rows; needs no model.' },
      ],
    },
    minItems: 1,
    doc: 'Ways to learn that are compared. Default: all that suit the models.',
  },
  {
    name: 'threshold',
    type: 'number',
    min: 0,
    max: 1,
    default: 0.75,
    doc: 'Self-training: predictions that are more probable than this become labels.',
  },
  { name: 'max_iter', type: 'integer', min: 1, max: 100, default: 10, doc: 'Self-training: rounds at most.' },
  {
    name: 'kernel',
    type: 'choice',
    default: 'knn',
    doc: 'Label spreading: which rows are alike. In scikit-learn the default is rbf, whose gamma has to suit the data.',
    choices: [
      { value: 'knn', doc: 'Each row and its n_neighbors nearest, itself counted, with weight 1.' },
      { value: 'rbf', doc: 'All rows, with weight exp(-gamma |a - b|^2).' },
    ],
  },
  {
    name: 'gamma',
    type: 'number',
    min: 0,
    above: true,
    default: 20,
    doc: 'Label spreading with kernel rbf: how fast likeness falls with distance, in standard deviations of the features.',
  },
  { name: 'n_neighbors', type: 'integer', min: 2, max: 1000, default: 7, doc: 'Label spreading with kernel knn.' },
  {
    name: 'alpha',
    type: 'number',
    min: 0,
    max: 0.999,
    above: true,
    default: 0.2,
    doc: 'Label spreading: share of its neighbours in what a row is; the rest is its own label.',
  },
];
