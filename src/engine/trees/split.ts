import type { BinnedRows } from './bins';
import { maxBins } from './bins';
import type { Criterion } from './criterion';

/** Rows drawn for one tree, arranged so that those of a node follow each other. */
export interface DrawnRows {
  /** Row numbers, each once. */
  rows: Int32Array;
  /** Their classes. */
  y: Int32Array;
  /** How often each was drawn. */
  weights: Int32Array;
}

/** The best place found to divide a node. */
export interface Split {
  feature: number;
  /** Rows with this bin or a lower one go left. */
  bin: number;
  /** The next bin that holds rows of the node: any bin from `bin` to the one before `next` divides them alike. */
  next: number;
  score: number;
}

const words = maxBins / 32;

/**
 * Finds where a feature divides the rows of a node best, from counts per bin and class. Only bins that hold rows are
 * visited and cleared, so that a small node costs no more than its rows.
 */
export class SplitSearch {
  /** [bins, 1 + classes]: rows, then how often each class was drawn. */
  private readonly counts: Int32Array;
  /** One bit for each bin that holds rows. */
  private readonly filled = new Int32Array(words);
  private readonly left: Float64Array;
  private readonly right: Float64Array;

  constructor(
    private readonly binned: BinnedRows,
    private readonly classes: number,
    private readonly criterion: Criterion,
    private readonly minSamplesLeaf: number,
    /** What a row of each class counts: [K]. */
    private readonly classWeights: Float64Array,
  ) {
    this.counts = new Int32Array(maxBins * (1 + classes));
    this.left = new Float64Array(classes);
    this.right = new Float64Array(classes);
  }

  /**
   * Puts the split of this feature into `best` if it is a better one. `totals`: how often each class was drawn in the
   * node. Returns whether the feature has more than one value there.
   */
  consider(feature: number, drawn: DrawnRows, start: number, end: number, totals: Int32Array, best: Split): boolean {
    const bins = this.fill(feature, drawn, start, end);
    if (bins > 1) this.scan(feature, end - start, totals, best);
    this.clear();
    return bins > 1;
  }

  /** Brings the rows that go left before the others; returns where these begin. */
  divide(
    { feature, bin }: Pick<Split, 'feature' | 'bin'>,
    { rows, y, weights }: DrawnRows,
    start: number,
    end: number,
  ): number {
    const { codes } = this.binned;
    const column = feature * this.binned.rows;
    let low = start;
    let high = end - 1;
    for (;;) {
      while (low <= high && codes[column + rows[low]!]! <= bin) low++;
      while (low <= high && codes[column + rows[high]!]! > bin) high--;
      if (low > high) return low;
      swap(rows, low, high);
      swap(y, low, high);
      swap(weights, low, high);
    }
  }

  private fill(feature: number, { rows, y, weights }: DrawnRows, start: number, end: number): number {
    const { counts, filled, classes } = this;
    const { codes } = this.binned;
    const column = feature * this.binned.rows;
    const stride = 1 + classes;
    for (let place = start; place < end; place++) {
      const code = codes[column + rows[place]!]!;
      const at = code * stride;
      filled[code >> 5]! |= 1 << code;
      counts[at]!++;
      counts[at + 1 + y[place]!]! += weights[place]!;
    }
    let bins = 0;
    for (let word = 0; word < words && bins < 2; word++) {
      const bits = filled[word]!;
      if (bits !== 0) bins += (bits & (bits - 1)) === 0 ? 1 : 2;
    }
    return bins;
  }

  private scan(feature: number, rows: number, totals: Int32Array, best: Split): void {
    const { counts, filled, left, right, criterion, minSamplesLeaf, classes, classWeights } = this;
    let leftRows = 0;
    let leftWeight = 0;
    let rightWeight = 0;
    let leftSum = 0;
    let rightSum = 0;
    for (let k = 0; k < classes; k++) {
      const total = totals[k]! * classWeights[k]!;
      left[k] = 0;
      right[k] = total;
      rightWeight += total;
      rightSum += criterion.term(total);
    }
    let bin = 0;
    for (let word = 0; word < words; word++) {
      for (let bits = filled[word]!; bits !== 0; bits &= bits - 1) {
        const next = 32 * word + 31 - Math.clz32(bits & -bits);
        if (leftRows >= minSamplesLeaf) {
          if (rows - leftRows < minSamplesLeaf) return;
          const score = criterion.score(leftSum, leftWeight) + criterion.score(rightSum, rightWeight);
          if (score > best.score) {
            best.score = score;
            best.feature = feature;
            best.bin = bin;
            best.next = next;
          }
        }
        bin = next;
        const at = bin * (1 + classes);
        leftRows += counts[at]!;
        for (let k = 0; k < classes; k++) {
          const count = counts[at + 1 + k]! * classWeights[k]!;
          if (count === 0) continue;
          const l = left[k]!;
          const r = right[k]!;
          leftSum += criterion.term(l + count) - criterion.term(l);
          rightSum += criterion.term(r - count) - criterion.term(r);
          left[k] = l + count;
          right[k] = r - count;
          leftWeight += count;
          rightWeight -= count;
        }
      }
    }
  }

  private clear(): void {
    const { counts, filled, classes } = this;
    for (let word = 0; word < words; word++) {
      for (let bits = filled[word]!; bits !== 0; bits &= bits - 1) {
        const at = (32 * word + 31 - Math.clz32(bits & -bits)) * (1 + classes);
        for (let k = 0; k <= classes; k++) counts[at + k] = 0;
      }
      filled[word] = 0;
    }
  }
}

function swap(values: Int32Array, a: number, b: number): void {
  const value = values[a]!;
  values[a] = values[b]!;
  values[b] = value;
}
