import type { Target } from './target';

/** The given rows of each class, in their order. */
export function rowsByClass(rows: Int32Array, { classes, codes }: Target): Int32Array[] {
  const counts = new Int32Array(classes.length);
  for (const row of rows) counts[codes[row]!]!++;
  const groups = Array.from(counts, (count) => new Int32Array(count));
  for (let i = rows.length - 1; i >= 0; i--) {
    const c = codes[rows[i]!]!;
    groups[c]![--counts[c]!] = rows[i]!;
  }
  return groups;
}

/** The rows of all groups in file order. */
export function inOrder(groups: readonly ArrayLike<number>[]): Int32Array {
  const out = new Int32Array(groups.reduce((sum, group) => sum + group.length, 0));
  let at = 0;
  for (const group of groups) {
    out.set(group, at);
    at += group.length;
  }
  return out.sort();
}
