import { asUtf8 } from './csv/encoding';
import { checkSize } from './limits';
import { mostTokens } from './tokens';
import { Problem } from './problem';
import type { Format, ReadProgress, Table } from './table';
import { counted } from './words';

/** Characters of a passage, at most: a piece of a word has three or more as a rule. */
const mostCharacters = 3 * mostTokens;

/** The only column of running text. */
export const proseColumn = 'text';

/**
 * Running text: a column `text` of passages. A blank line ends a paragraph; where there are none, each line is a passage of
 * its own. Passages longer than a language model reads are divided at the ends of sentences, else between words.
 */
export const prose: Format = { id: 'prose', title: 'Plain text', extensions: ['.text'], read };

/** Files that hold tables or running text, which is seen by their content. */
export const mayBeProse = /\.(txt|md)$/i;

function* read(input: Uint8Array): Generator<ReadProgress, Table> {
  checkSize(input.length);
  yield { rows: 0, fraction: 0 };
  const { bytes, note } = asUtf8(input);
  const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n');
  const { parts, areParagraphs } = partsOf(text);
  const passages = parts.flatMap(divided);
  if (passages.length === 0) throw new Problem('empty-file', 'the file is empty; expected lines of text');
  const levels = [...new Set(passages)];
  const place = new Map(levels.map((passage, i) => [passage, i]));
  const codes = Int32Array.from(passages, (passage) => place.get(passage)!);
  const notes = [
    ...(note === undefined ? [] : [note]),
    `Read as running text: ${counted(parts.length, areParagraphs ? 'paragraph' : 'line')}${
      passages.length > parts.length
        ? `, divided at the ends of sentences into ${counted(passages.length, 'passage')} of at most ${mostCharacters} characters`
        : ''
    }.`,
  ];
  return {
    rows: passages.length,
    columns: [{ kind: 'text', name: proseColumn, codes, levels, missing: 0 }],
    report: { format: prose.id, raggedRows: 0, notes },
    text: proseColumn,
  };
}

/** Paragraphs, with their lines joined, where blank lines set them apart; else lines. */
function partsOf(text: string): { parts: string[]; areParagraphs: boolean } {
  const areParagraphs = /\S[^\S\n]*\n[^\S\n]*\n[^\S\n]*\S/.test(text);
  const parts = text.split(areParagraphs ? /\n[^\S\n]*\n/ : '\n').map((part) => part.replace(/\s+/g, ' ').trim());
  return { parts: parts.filter((part) => part !== ''), areParagraphs };
}

/** As many sentences in each piece as it can hold. */
function divided(part: string): string[] {
  if ([...part].length <= mostCharacters) return [part];
  const sentences = part.match(/.+?[.!?…]+["'”’)\]]*(?=\s|$)\s*|.+$/gsu) ?? [part];
  return packed(sentences.flatMap((sentence) => (isShort(sentence) ? [sentence] : packed(sentence.match(/\S+\s*/g)!))));
}

/** Joins neighbours as long as the result is short; a single word can be longer. */
function packed(pieces: readonly string[]): string[] {
  const out: string[] = [];
  for (const piece of pieces) {
    const longer = `${out.at(-1) ?? ''}${piece}`;
    if (out.length > 0 && isShort(longer)) out[out.length - 1] = longer;
    else out.push(piece);
  }
  return out.map((piece) => piece.trimEnd());
}

function isShort(text: string): boolean {
  return [...text.trimEnd()].length <= mostCharacters;
}

/** Lines that are looked at, in at most so many bytes. */
const head = { lines: 50, bytes: 1 << 16 };
/** Words of a usual line of running text, at least. */
const fewWords = 4;
/** Shares of the lines. */
const nearlyAll = 0.9;

/** Whether a file is running text rather than a table: lines of several words, without a delimiter that divides all alike. */
export function looksLikeProse(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, head.bytes));
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
  const seen = lines.slice(0, head.lines);
  const wordsIn = (line: string) => line.match(/\p{L}+/gu)?.length ?? 0;
  const usual = seen.map(wordsIn).sort((a, b) => a - b)[seen.length >> 1] ?? 0;
  // a single word above sentences is the name of their column
  const hasHeader = seen.length > 1 && wordsIn(seen[0]!) === 1;
  return usual >= fewWords && !hasHeader && !isTable(seen);
}

function isTable(lines: readonly string[]): boolean {
  // a comma of a sentence has a blank after it
  return [/,(?!\s)/, /;(?!\s)/, /\t/, /\|/].some((delimiter) => {
    const cells = lines.map((line) => line.split(delimiter).length);
    const [first] = cells;
    return first! > 1 && cells.filter((count) => count === first).length >= nearlyAll * lines.length;
  });
}
