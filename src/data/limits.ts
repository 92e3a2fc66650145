import { Problem } from './problem';
import { counted, grouped, listed } from './words';

/** More columns than this are no table that can be trained on. */
export const mostColumns = 20_000;

/** A numeric cell takes 8 bytes: 800 MB. */
const mostCells = 100_000_000;

/** Offsets in a file are 32-bit numbers. */
const mostBytes = 2 ** 31 - 1;

/** What a compressed file, or the parts of it that are needed, may unfold to: 512 MiB, of which a copy is made. */
export const mostUnfolded = 2 ** 29;

/** Letters in a column of words, each occurrence counted; a small file can claim endlessly many by pointing to the same ones. */
const mostLetters = 2 ** 31;

export function checkSize(bytes: number): void {
  if (bytes <= mostBytes) return;
  throw new Problem(
    'file-too-large',
    `the file has ${grouped(bytes)} bytes; expected at most ${grouped(mostBytes)}; take fewer rows or columns`,
  );
}

/** Throws a `Problem` for more unfolded bytes than are read; `bytes` may be a number that the file only claims. */
export function checkUnfolded(bytes: number): void {
  if (bytes <= mostUnfolded) return;
  throw new Problem(
    'file-too-large',
    `the compressed file unfolds to more than ${grouped(mostUnfolded)} bytes, the most that is read; take fewer rows or columns, or unpack it first`,
  );
}

export function checkText(letters: number): void {
  if (letters <= mostLetters) return;
  throw new Problem(
    'file-too-large',
    `a column holds more than ${grouped(mostLetters)} letters, the most that is read; take fewer rows or leave the column out of the file`,
  );
}

export function checkColumns(columns: number): void {
  if (columns <= mostColumns) return;
  throw new Problem(
    'too-many-columns',
    `the file has ${grouped(columns)} columns; expected at most ${grouped(mostColumns)}; are rows and columns interchanged?`,
  );
}

/** How many rows a table of so many columns may have. */
export function mostRows(columns: number): number {
  return Math.floor(mostCells / columns);
}

export function checkCells(rows: number, columns: number): void {
  if (rows * columns <= mostCells) return;
  throw new Problem(
    'too-many-cells',
    `the file has more than ${grouped(rows - 1)} rows of ${grouped(columns)} columns; expected at most ${grouped(mostCells)} cells; take fewer rows or columns`,
  );
}

/** Names for columns: `column 3` for an empty one, `x.2` for the second `x`; sentences say what was renamed. */
export function uniqueNames(header: readonly string[]): { names: string[]; notes: string[] } {
  const given = new Set(header);
  const used = new Set<string>();
  const unnamed: string[] = [];
  const repeated = new Set<string>();
  const next = new Map<string, number>();
  const names = header.map((text, i) => {
    const wanted = text === '' ? `column ${i + 1}` : text;
    let name = wanted;
    const taken = (): boolean => used.has(name) || (name !== text && given.has(name));
    for (let n = next.get(wanted) ?? 2; taken(); n++) {
      name = `${wanted}.${n}`;
      next.set(wanted, n + 1);
    }
    used.add(name);
    if (text === '') unnamed.push(name);
    else if (name !== text) repeated.add(text);
    return name;
  });
  const notes: string[] = [];
  if (unnamed.length > 0) {
    notes.push(
      `${counted(unnamed.length, 'column has', 'columns have')} no name and ${unnamed.length === 1 ? 'is' : 'are'} called ${listed(unnamed)}.`,
    );
  }
  if (repeated.size > 0) {
    const [first] = repeated;
    notes.push(`Columns of the same name were numbered (${first}, ${first}.2 and so on): ${listed([...repeated])}.`);
  }
  return { names, notes };
}
