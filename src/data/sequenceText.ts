/**
 * A whole sequence in one cell: its symbols with blanks between them, `?` for a step that was not observed. A symbol with
 * blanks in it stands in double quotes. A step of several numbers has commas between them: `1.5,20 1.7,?`.
 */

/** What stands for a step, or a number, that was not observed. */
export const gap = '?';

const token = /"(?:[^"\\]|\\.)*"|\S+/g;

export function writeSequence(symbols: readonly (string | undefined)[]): string {
  return symbols.map((symbol) => (symbol === undefined ? gap : written(symbol))).join(' ');
}

/** The symbols of a cell; undefined where none was observed. */
export function readSequence(text: string): (string | undefined)[] {
  const words = text.includes('"') ? (text.match(token) ?? []) : text.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => (word === gap ? undefined : read(word)));
}

/** The numbers of one step, NaN where there is none; undefined where a word stands among them. */
export function readNumbers(symbol: string | undefined, count: number): number[] | undefined {
  if (symbol === undefined) return new Array<number>(count).fill(NaN);
  const parts = symbol.split(',');
  const numbers = parts.map((part) => (part === gap ? NaN : part === '' ? Infinity : Number(part)));
  const wrong = parts.length !== count || numbers.some((number, j) => !Number.isFinite(number) && parts[j] !== gap);
  return wrong ? undefined : numbers;
}

function written(symbol: string): string {
  return symbol === '' || symbol === gap || /[\s"]/.test(symbol) ? JSON.stringify(symbol) : symbol;
}

function read(word: string): string {
  if (!word.startsWith('"')) return word;
  try {
    return String(JSON.parse(word));
  } catch {
    // a quote that is never closed, or an escape that is none: the word as it stands
    return word;
  }
}
