/**
 * The k nearest of the rows that were offered: a binary heap with the farthest on top. Of rows at the same distance the
 * first of the data is nearer, so that the answer does not depend on the order of the search.
 */
export class NearestHeap {
  readonly distances: Float64Array;
  readonly rows: Int32Array;
  count = 0;
  /** Rows beyond this distance are not wanted. */
  limit = Infinity;

  constructor(readonly size: number) {
    this.distances = new Float64Array(size);
    this.rows = new Int32Array(size);
  }

  clear(): void {
    this.count = 0;
    this.limit = Infinity;
  }

  offer(distance: number, row: number): void {
    if (this.count < this.size) {
      this.rise(this.count++, distance, row);
      if (this.count === this.size) this.limit = this.distances[0]!;
    } else if (isFarther(this.distances[0]!, this.rows[0]!, distance, row)) {
      this.sink(distance, row);
      this.limit = this.distances[0]!;
    }
  }

  /** Puts an entry at a free place at the end, or above it. */
  private rise(from: number, distance: number, row: number): void {
    const { distances, rows } = this;
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isFarther(distance, row, distances[above]!, rows[above]!)) break;
      distances[at] = distances[above]!;
      rows[at] = rows[above]!;
      at = above;
    }
    distances[at] = distance;
    rows[at] = row;
  }

  /** Puts an entry in the place of the farthest, or below it. */
  private sink(distance: number, row: number): void {
    const { distances, rows, count } = this;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= count) break;
      const other = below + 1;
      if (other < count && isFarther(distances[other]!, rows[other]!, distances[below]!, rows[below]!)) below = other;
      if (!isFarther(distances[below]!, rows[below]!, distance, row)) break;
      distances[at] = distances[below]!;
      rows[at] = rows[below]!;
      at = below;
    }
    distances[at] = distance;
    rows[at] = row;
  }
}

function isFarther(distance: number, row: number, thanDistance: number, thanRow: number): boolean {
  return distance > thanDistance || (distance === thanDistance && row > thanRow);
}
