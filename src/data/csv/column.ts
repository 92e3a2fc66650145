import { isMissing, longestMissing } from '../missing';
import { numericColumn, wordColumn } from '../infer';
import type { Column } from '../table';
import { Dictionary } from './dictionary';
import { isInfinite, parseGrouped, parseNumber, type NumberStyle } from './number';
import { inQuotesDoubled } from './records';
import { counted, grouped, quoted } from '../words';
import { textOf } from './text';

/** Something about a column that a user should know; `offset` is the place of the first such cell in the file. */
export interface Remark {
  offset: number;
  /** The sentence, once the line is known. */
  say(line: number): string;
}

/**
 * Collects the cells of one column: as numbers as long as every cell is one, else as words.
 *
 * A column turns to words at its first cell that is neither a number nor missing. What stood above was kept as numbers,
 * and a number does not remember how it was written; so the rows before `wordsFrom` have to be added once more with
 * `addWord`.
 */
export class ColumnBuilder {
  /** The first row that holds a word; -1 while all are numbers. */
  wordsFrom = -1;
  /** Known after `finish`. */
  remark: Remark | undefined;
  private values: Float64Array | undefined;
  private codes: Int32Array | undefined;
  private dictionary: Dictionary | undefined;
  private readonly decimalByte: number;
  private firstWord = { start: 0, end: 0 };
  private infinite = 0;
  private firstInfinite = 0;
  /** Cells such as `1,234`, which may be 1234 or 1.234, and cells that show that the comma groups digits. */
  private unsure = 0;
  private firstUnsure = { start: 0, end: 0 };
  private sure = 0;

  constructor(
    readonly name: string,
    private readonly bytes: Uint8Array,
    private readonly style: NumberStyle,
    capacity: number,
  ) {
    this.decimalByte = style.decimal.charCodeAt(0);
    this.values = new Float64Array(capacity);
  }

  reserve(capacity: number): void {
    if (this.values) {
      const longer = new Float64Array(capacity);
      longer.set(this.values);
      this.values = longer;
    } else {
      const longer = new Int32Array(capacity);
      longer.set(this.codes!);
      this.codes = longer;
    }
  }

  add(row: number, start: number, end: number, kind: number): void {
    if (this.values === undefined) {
      this.addWord(row, start, end, kind);
    } else if (start === end) {
      this.values[row] = NaN;
    } else {
      const value = parseNumber(this.bytes, start, end, this.decimalByte);
      if (Number.isNaN(value)) this.addOddCell(row, start, end, kind);
      else this.values[row] = value;
    }
  }

  addWord(row: number, start: number, end: number, kind: number): void {
    this.codes![row] = start === end ? -1 : this.dictionary!.code(start, end, kind === inQuotesDoubled ? 1 : 0);
  }

  /** Decides what the cells read so far are; true if the rows before `wordsFrom` have to be added as words. */
  settle(rows: number): boolean {
    if (this.values !== undefined && this.unsure > 0 && this.sure === 0) {
      this.firstWord = this.firstUnsure;
      this.becomeWords(rows);
    }
    return this.wordsFrom > 0;
  }

  /** The column; the builder's own memory, which is as large, is given up. */
  finish(rows: number): Column {
    if (this.values) {
      const values = this.values.slice(0, rows);
      this.values = undefined;
      if (this.infinite > 0) this.remark = this.infiniteRemark();
      return numericColumn(this.name, values);
    }
    const codes = this.codes!.slice(0, rows);
    const dictionary = this.dictionary!;
    this.codes = this.dictionary = undefined;
    this.remark = this.wordsRemark(codes, dictionary);
    const words = Array.from({ length: dictionary.size }, (_, code) => dictionary.word(code));
    return wordColumn(this.name, codes, words);
  }

  /** A cell that is not a plain number: missing, infinite, a number with thousands separators, or a word. */
  private addOddCell(row: number, start: number, end: number, kind: number): void {
    if (end - start <= Math.max(longestMissing, longestNumber)) {
      const text = textOf(this.bytes, start, end);
      if (isMissing(text)) {
        this.values![row] = NaN;
        return;
      }
      if (isInfinite(text)) {
        this.values![row] = NaN;
        if (this.infinite++ === 0) this.firstInfinite = start;
        return;
      }
      const grouped = parseGrouped(text, this.style);
      if (grouped) {
        this.values![row] = grouped.value;
        if (grouped.sure) this.sure++;
        else if (this.unsure++ === 0) this.firstUnsure = { start, end };
        return;
      }
    }
    this.firstWord = { start, end };
    this.becomeWords(row);
    this.addWord(row, start, end, kind);
  }

  private becomeWords(row: number): void {
    this.codes = new Int32Array(this.values!.length);
    this.dictionary = new Dictionary(this.bytes);
    this.values = undefined;
    this.wordsFrom = row;
  }

  private infiniteRemark(): Remark {
    const { name, infinite } = this;
    const cells = infinite === 1 ? '1 infinite value' : `${grouped(infinite)} infinite values`;
    return {
      offset: this.firstInfinite,
      say: (line) => `Column ${name} has ${cells}, first in line ${line}: treated as missing.`,
    };
  }

  /** What a user who meant a column of numbers should know of the first cell that is none. */
  private wordsRemark(codes: Int32Array, dictionary: Dictionary): Remark | undefined {
    const { bytes, name, firstWord, style } = this;
    const offset = firstWord.start;
    const text = textOf(bytes, firstWord.start, firstWord.end);
    const remark = (rest: (line: number) => string): Remark => ({
      offset,
      say: (line) => `Column ${name} has ${rest(line)}`,
    });
    const first = (line: number): string => `first ${quoted(text)} in line ${line}`;
    if (this.unsure > 0 && parseGrouped(text, style)) {
      const either = `which may be ${text.replace(style.group, '')} or ${text.replace(style.group, '.')}`;
      return remark((line) => `cells such as ${quoted(text)} in line ${line}, ${either}: read as text.`);
    }
    if (/^[+-]?0\d+$/.test(text)) {
      return remark((line) => `leading zeros, ${first(line)}: read as text, so that none is lost.`);
    }
    if (/^[+-]?\d+$/.test(text)) {
      return remark((line) => `whole numbers beyond 2^53, ${first(line)}: read as text, so that no digit is lost.`);
    }
    const { numbers, words } = this.countKinds(codes, dictionary);
    if (numbers <= words) return undefined;
    const verb = words === 1 ? 'that is not a number' : 'that are not numbers';
    return remark((line) => `${counted(words, 'cell')} ${verb}, ${first(line)}: read as text.`);
  }

  private countKinds(codes: Int32Array, dictionary: Dictionary): { numbers: number; words: number } {
    const { bytes } = this;
    const kinds = Uint8Array.from({ length: dictionary.size }, (_, code) => {
      const { start, end } = dictionary.place(code);
      if (end - start <= longestMissing && isMissing(textOf(bytes, start, end))) return 0;
      return Number.isNaN(parseNumber(bytes, start, end, this.decimalByte)) ? 1 : 2;
    });
    const counts = [0, 0, 0];
    if (kinds.includes(2)) for (const code of codes) if (code >= 0) counts[kinds[code]!]!++;
    return { words: counts[1]!, numbers: counts[2]! };
  }
}

/** No number with separators, and no infinity, is written longer. */
const longestNumber = 60;
