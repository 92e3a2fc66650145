import { Problem } from '../../data/problem';
import { grouped } from '../../data/words';
import { maxPackedLength } from '../../protocol/packing';
import type { Fitted, ModelSpec } from '../model';
import { binEdges, binRows } from '../trees/bins';
import { Distributions } from '../trees/distributions';
import { bootstrap, everyRow, forestProba, OutOfBag } from '../trees/forest';
import type { Forest } from '../trees/forest';
import { TreeGrower } from '../trees/grow';
import type { Tree } from '../trees/tree';
import { classWeightParameter } from './shared/classWeights';
import { drawsOf, growthSettings } from './shared/forestOptions';
import { readNotes } from './shared/saved';
import { readForest, saveForest } from './shared/savedForest';

export const randomForest: ModelSpec = {
  card: {
    id: 'random-forest',
    title: 'Random forest',
    aliases: ['rf'],
    family: 'discriminative',
    learns: 'P(y | x)',
    capabilities: ['Classifier'],
    summary:
      'Many decision trees, each grown on rows and features drawn at random, vote. Boundaries run along the axes; needs little tuning.',
    formula: 'P(y = k | x) = 1/T sum_t (share of class k in the leaf of tree t that x falls into)',
    references: [
      { authors: 'Breiman', year: 2001, title: 'Random forests' },
      { authors: 'Breiman, Friedman, Olshen, Stone', year: 1984, title: 'Classification and regression trees' },
    ],
    parameters: [
      {
        name: 'n_estimators',
        aliases: ['trees'],
        type: 'integer',
        min: 1,
        max: 10_000,
        default: 100,
        doc: 'Trees of the forest.',
      },
      {
        name: 'max_depth',
        type: 'integer',
        min: 1,
        default: 'none',
        words: [{ value: 'none', doc: 'until every leaf is of one class or too small to be divided' }],
        doc: 'Questions from the root to a leaf, at most.',
      },
      {
        name: 'min_samples_split',
        type: 'integer',
        min: 2,
        default: 2,
        doc: 'A node of fewer rows is not divided.',
      },
      {
        name: 'min_samples_leaf',
        type: 'integer',
        min: 1,
        default: 1,
        doc: 'Rows on either side of a split, at least; more of them make smoother probabilities.',
      },
      {
        name: 'max_features',
        type: 'number',
        min: 0,
        above: true,
        default: 'sqrt',
        words: [
          { value: 'sqrt', doc: 'sqrt(d) of the d encoded columns' },
          { value: 'log2', doc: 'log2(d) of them' },
          { value: 'none', doc: 'all of them' },
        ],
        doc: 'Columns drawn for each split, their number or, below 1, their share, of which the best is chosen: fewer make the trees less alike.',
      },
      {
        name: 'criterion',
        type: 'choice',
        default: 'gini',
        doc: 'What makes a split good.',
        choices: [
          { value: 'gini', doc: "Gini's impurity, 1 - sum_k p_k^2" },
          { value: 'entropy', doc: 'the information gained on the class, from -sum_k p_k log p_k' },
          { value: 'log_loss', doc: 'the same as entropy' },
        ],
      },
      {
        name: 'bootstrap',
        type: 'boolean',
        default: true,
        doc: 'Whether each tree has rows of its own, drawn with replacement; false: every tree has all rows, and there is no out-of-bag accuracy.',
      },
      {
        name: 'max_samples',
        type: 'number',
        min: 0,
        above: true,
        default: 1,
        doc: 'Rows drawn for each tree with bootstrap: their share, up to 1, or their number, from 2 on. Fewer make the trees less alike, and faster to grow.',
      },
      classWeightParameter,
    ],
  },
  async *fit(data, options, { rng, signal }) {
    const { x, y, classes } = data;
    const steps = options.n_estimators as number;
    const draws = drawsOf(options, x.rows);
    const edges = binEdges(x, rng.fork('bins'));
    const binned = binRows(x, edges);
    const distributions = new Distributions(classes);
    const grower = new TreeGrower(binned, edges, distributions, growthSettings(options, data));
    const outOfBag = new OutOfBag(binned, y, classes);
    const trees: Tree[] = [];
    const forest = (): Forest => ({ classes, edges, trees, distributions: distributions.values });
    const notes: string[] = [];
    let nodes = 0;
    while (trees.length < steps) {
      const chance = rng.fork(trees.length);
      const { drawn, times } = options.bootstrap === true ? bootstrap(y, draws, chance) : everyRow(y);
      const tree = grower.grow(drawn, chance);
      nodes += tree.codes.length;
      if (nodes > maxPackedLength || distributions.values.length > maxPackedLength) {
        if (trees.length === 0) throw tooLarge(tree.codes.length);
        notes.push(`${trees.length} of ${steps} trees: a forest of more nodes is not kept; ${remedy}.`);
        break;
      }
      trees.push(tree);
      outOfBag.add(tree, times, distributions.values);
      const loss = outOfBag.error();
      const current = { predictProba: (rows: typeof x) => Promise.resolve(forestProba(forest(), rows)) };
      yield { step: trees.length, steps, current, ...(loss === undefined ? {} : { loss }) };
      if (signal.aborted) {
        if (trees.length < steps) notes.push(`Stopped after ${trees.length} of ${steps} trees.`);
        break;
      }
    }
    const error = outOfBag.error();
    if (error !== undefined) {
      notes.push(
        `Out-of-bag accuracy ${(1 - error).toFixed(3)}: each training row judged by the trees that were grown without it.`,
      );
    }
    return fittedForest(forest(), notes);
  },
  restore(state) {
    return fittedForest(readForest(state), readNotes(state.notes));
  },
};

const remedy = 'set max_depth or raise min_samples_leaf';

function tooLarge(nodes: number): Problem {
  return new Problem(
    'model-too-large',
    `a single tree of random-forest has ${grouped(nodes)} nodes here; at most ${grouped(maxPackedLength)} are kept: ${remedy}`,
  );
}

function fittedForest(forest: Forest, notes: string[]): Fitted {
  const { classes, trees } = forest;
  const nodes = trees.reduce((sum, { codes }) => sum + codes.length, 0);
  // a binary tree has one leaf more than it has splits
  const leaves = (nodes + trees.length) / 2;
  return {
    predictProba: (x) => Promise.resolve(forestProba(forest, x)),
    // a feature and a place for each split, a distribution for each leaf
    parameters: 2 * (nodes - leaves) + leaves * (classes - 1),
    notes,
    forest,
    save: () => ({ ...saveForest(forest), notes }),
    dispose() {},
  };
}
