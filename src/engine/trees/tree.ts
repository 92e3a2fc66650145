import type { BinnedRows } from './bins';

/**
 * A tree whose nodes stand in preorder: a node, the tree to its left, the tree to its right. A code of 0 or more divides:
 * bins of feature `code >> 8` up to `code & 255` go left, to the next node, others to `right`. A code below 0 is a leaf
 * with the class distribution of number `-1 - code`.
 */
export interface Tree {
  codes: Int32Array;
  /** Where the tree to the right begins. */
  right: Int32Array;
}

export function splitCode(feature: number, bin: number): number {
  return (feature << 8) | bin;
}

export function leafCode(distribution: number): number {
  return -1 - distribution;
}

/** The number of the class distribution in the leaf that a row falls into. */
export function distributionOf({ codes, right }: Tree, { codes: bins, rows }: BinnedRows, row: number): number {
  let node = 0;
  for (;;) {
    const code = codes[node]!;
    if (code < 0) return -1 - code;
    node = bins[(code >> 8) * rows + row]! <= (code & 255) ? node + 1 : right[node]!;
  }
}

/** Trees from their codes, one after the other; undefined where these do not end with the end of a tree. */
export function treesOf(codes: Int32Array): Tree[] | undefined {
  const trees: Tree[] = [];
  const open: number[] = [];
  const right = new Int32Array(codes.length);
  let start = 0;
  for (let node = 0; node < codes.length; node++) {
    if (codes[node]! >= 0) {
      open.push(node);
      continue;
    }
    const parent = open.pop();
    if (parent !== undefined) {
      right[parent] = node + 1 - start;
      continue;
    }
    trees.push({ codes: codes.subarray(start, node + 1), right: right.subarray(start, node + 1) });
    start = node + 1;
  }
  return open.length === 0 ? trees : undefined;
}
