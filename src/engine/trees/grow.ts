import type { Rng } from '../../data/random';
import type { BinnedRows } from './bins';
import type { Criterion } from './criterion';
import type { Distributions } from './distributions';
import { SplitSearch } from './split';
import type { DrawnRows, Split } from './split';
import { leafCode, splitCode } from './tree';
import type { Tree } from './tree';

export interface GrowthSettings {
  criterion: Criterion;
  maxDepth: number;
  minSamplesSplit: number;
  minSamplesLeaf: number;
  /** Features that are looked at for each split, those with a single value in the node not counted. */
  maxFeatures: number;
  /** What a row of each class counts: [K]. */
  classWeights: Float64Array;
}

/** A node that is still to be grown: `parent` is the one to whose right it stands, or -1. */
interface Task {
  start: number;
  end: number;
  depth: number;
  parent: number;
}

/**
 * Grows trees on the same rows, each node by the best split of a few features drawn at random (Breiman 2001). Counts are
 * made afresh for every node: with a few features drawn for each, subtracting a child's counts from its parent's would
 * need those of all features.
 */
export class TreeGrower {
  private readonly search: SplitSearch;
  private readonly features: Int32Array;
  private readonly totals: Int32Array;

  constructor(
    binned: BinnedRows,
    private readonly edges: readonly Float64Array[],
    private readonly distributions: Distributions,
    private readonly settings: GrowthSettings,
  ) {
    const { classes } = distributions;
    this.search = new SplitSearch(binned, classes, settings.criterion, settings.minSamplesLeaf, settings.classWeights);
    this.features = Int32Array.from({ length: edges.length }, (_, j) => j);
    this.totals = new Int32Array(classes);
  }

  /** Rearranges `drawn`. */
  grow(drawn: DrawnRows, rng: Rng): Tree {
    const most = 2 * drawn.rows.length - 1;
    const codes = new Int32Array(most);
    const right = new Int32Array(most);
    const tasks: Task[] = [{ start: 0, end: drawn.rows.length, depth: 0, parent: -1 }];
    let nodes = 0;
    for (let task = tasks.pop(); task; task = tasks.pop()) {
      const node = nodes++;
      const { start, end, depth, parent } = task;
      if (parent >= 0) right[parent] = node;
      const total = this.count(drawn, start, end);
      const split = this.mayDivide(task, total) ? this.bestSplit(drawn, start, end, rng) : undefined;
      if (!split) {
        codes[node] = leafCode(this.distributions.add(this.totals, this.settings.classWeights));
        continue;
      }
      codes[node] = splitCode(split.feature, split.bin);
      const middle = this.search.divide(split, drawn, start, end);
      // the left one is grown next, so that nodes stand in preorder
      tasks.push({ start: middle, end, depth: depth + 1, parent: node });
      tasks.push({ start, end: middle, depth: depth + 1, parent: -1 });
    }
    return { codes: codes.slice(0, nodes), right: right.slice(0, nodes) };
  }

  /** How often each class was drawn in a node; the sum. */
  private count({ y, weights }: DrawnRows, start: number, end: number): number {
    const { totals } = this;
    totals.fill(0);
    let total = 0;
    for (let place = start; place < end; place++) {
      totals[y[place]!]! += weights[place]!;
      total += weights[place]!;
    }
    return total;
  }

  private mayDivide({ start, end, depth }: Task, total: number): boolean {
    const { maxDepth, minSamplesSplit, minSamplesLeaf } = this.settings;
    const rows = end - start;
    return depth < maxDepth && rows >= minSamplesSplit && rows >= 2 * minSamplesLeaf && !this.totals.includes(total);
  }

  private bestSplit(drawn: DrawnRows, start: number, end: number, rng: Rng): Split | undefined {
    const { features, totals, search, settings } = this;
    const best: Split = { feature: -1, bin: 0, next: 0, score: -Infinity };
    let seen = 0;
    for (let left = features.length; left > 0 && (seen < settings.maxFeatures || best.feature < 0); left--) {
      const at = rng.integer(left);
      const feature = features[at]!;
      features[at] = features[left - 1]!;
      features[left - 1] = feature;
      if (search.consider(feature, drawn, start, end, totals, best)) seen++;
    }
    if (best.feature < 0) return undefined;
    return { ...best, bin: middleBin(this.edges[best.feature]!, best) };
  }
}

/** The bin whose edge is nearest to the middle of the gap between the two sides: there a new row is as likely on either. */
function middleBin(edges: Float64Array, { bin, next }: Split): number {
  const middle = edges[bin]! + (edges[next - 1]! - edges[bin]!) / 2;
  let at = bin;
  while (at + 1 < next && edges[at + 1]! - middle < middle - edges[at]!) at++;
  return at;
}
