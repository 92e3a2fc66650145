/** A place in a cell: the keys and list positions that lead to it, as in `['features', 0]`. */
export type CellPath = readonly (string | number)[];

/** A mistake of the user's, or a limit that was met, told in words that say what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';

  /**
   * @param code stable identifier, such as `unknown-column`; tests and programs compare this, never the words
   * @param message what, which value, what was expected, what to do
   * @param at the place in the cell that caused it, so that the editor can point there
   */
  constructor(
    readonly code: string,
    message: string,
    readonly at: CellPath = [],
  ) {
    super(message);
  }
}

/** The candidate nearest to `word` by edit distance, if one is near enough to be what was meant. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 2)) + 1;
  for (const candidate of candidates) {
    const distance = isAbbreviation(wanted, candidate)
      ? 1
      : editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** "unknown column: bil_length; did you mean bill_length_mm? There are: ..." in one wording for the editor and the engine. */
export function unknown(what: string, value: string, candidates: readonly string[], at: CellPath = []): Problem {
  const guess = nearest(value, candidates);
  const shown = candidates.slice(0, 12).join(', ') + (candidates.length > 12 ? ', …' : '');
  const hint = guess === undefined ? '' : `; did you mean ${guess}?`;
  const known = candidates.length === 0 ? '' : `${hint === '' ? ';' : ''} expected one of: ${shown}`;
  return new Problem(`unknown-${what.replaceAll(' ', '-')}`, `unknown ${what}: ${value}${hint}${known}`, at);
}

/** Whether the letters of `short` occur in `long` in order, beginning with the same letter: `bil_length` in `bill_length_mm`. */
function isAbbreviation(short: string, long: string): boolean {
  const text = long.toLowerCase();
  if (short.length < 3 || short.length >= text.length || short[0] !== text[0]) return false;
  let from = 0;
  for (const letter of short) {
    const found = text.indexOf(letter, from);
    if (found < 0) return false;
    from = found + 1;
  }
  return true;
}

/** Damerau-Levenshtein distance with adjacent transpositions; stops early and returns `limit` once it cannot be below. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, beforeLast[j - 2]! + 1);
      row.push(value);
    }
    if (Math.min(...row) >= limit) return limit;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
