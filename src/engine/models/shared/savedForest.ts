import { maxBins } from '../../trees/bins';
import type { Forest } from '../../trees/forest';
import { treesOf } from '../../trees/tree';
import { damaged, packExact, readArray, readCodes, readSizes } from './saved';
import type { SavedState } from './saved';

/** A forest as JSON: its trees one after the other, as the codes of their nodes. */
export function saveForest({ classes, edges, trees, distributions }: Forest): SavedState {
  const nodes = trees.reduce((sum, { codes }) => sum + codes.length, 0);
  const codes = new Int32Array(nodes);
  let at = 0;
  for (const tree of trees) {
    codes.set(tree.codes, at);
    at += tree.codes.length;
  }
  const different = distributions.length / classes;
  const cuts = edges.flatMap((values) => [...values]);
  return {
    sizes: [classes, edges.length, trees.length, nodes, different],
    cutsPerColumn: packExact(
      Int32Array.from(edges, (values) => values.length),
      [edges.length],
    ),
    cuts: packExact(Float64Array.from(cuts), [cuts.length]),
    nodes: packExact(codes, [nodes]),
    distributions: packExact(distributions, [different, classes]),
  };
}

/** The inverse of `saveForest`. Throws `damaged-model`. */
export function readForest(state: SavedState): Forest {
  const [classes, columns, count, nodes, different] = readSizes(state.sizes, 'sizes');
  if (!classes || !columns || !count || !nodes || !different) throw damaged('its sizes are missing');
  const lengths = readCodes(state.cutsPerColumn, 'cutsPerColumn', [columns], 0, maxBins);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const cuts = readArray(state.cuts, 'cuts', [total]);
  let from = 0;
  const edges = Array.from(lengths, (length) => cuts.subarray(from, (from += length)));
  const trees = treesOf(readCodes(state.nodes, 'nodes', [nodes], -different, columns * maxBins));
  if (trees?.length !== count) throw damaged(`its nodes do not form ${count} trees`);
  const distributions = readArray(state.distributions, 'distributions', [different, classes]);
  if (distributions.some((p) => !(p >= 0 && p <= 1))) throw damaged('a probability is not between 0 and 1');
  return { classes, edges, trees, distributions };
}
