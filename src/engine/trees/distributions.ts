/** Class distributions of leaves, each kept once: most leaves hold rows of a single class. */
export class Distributions {
  size = 0;
  private readonly known = new Map<number | string, number>();
  /** Doubled when it is full. */
  private room = new Float64Array(0);

  constructor(readonly classes: number) {}

  /** [distributions, K] */
  get values(): Float64Array {
    return this.room.subarray(0, this.size * this.classes);
  }

  /** The number of the distribution w_k n_k / sum_k w_k n_k. */
  add(counts: Int32Array, weights: Float64Array): number {
    const single = counts.indexOf(counts.reduce((sum, count) => sum + count, 0));
    const total = counts.reduce((sum, count, k) => sum + count * weights[k]!, 0);
    const distribution = single < 0 ? Array.from(counts, (count, k) => (count * weights[k]!) / total) : [];
    const key = single < 0 ? distribution.join() : single;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, this.size);
    const at = this.size * this.classes;
    if (at === this.room.length) {
      const wider = new Float64Array(2 * at + 8 * this.classes);
      wider.set(this.room);
      this.room = wider;
    }
    if (single < 0) this.room.set(distribution, at);
    else this.room[at + single] = 1;
    return this.size++;
  }
}
