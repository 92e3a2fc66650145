import { ColumnBuilder, type Remark } from './csv/column';
import { asUtf8 } from './csv/encoding';
import { numberOf } from './csv/number';
import { Records, inQuotesDoubled } from './csv/records';
import { delimiterByte, likelyDelimiter, nameOf, sniff, type Dialect } from './csv/sniff';
import { lineCounter, textOf } from './csv/text';
import { checkCells, checkColumns, checkSize, mostColumns, mostRows, uniqueNames } from './limits';
import { Problem } from './problem';
import type { Column, Format, ReadProgress, Table } from './table';
import { counted, listed } from './words';

/**
 * Comma-, semicolon-, tab- or bar-separated values with a header line. Recognised by looking: delimiter, decimal comma,
 * UTF-8, UTF-16 (with a byte-order mark) and windows-1252, comment lines (`#`) above the header, Excel's `sep=;`.
 *
 * Lines with too few or too many cells are padded or cut, counted and reported. Memory: 8 bytes per number, 4 per word.
 */
export const csv: Format = { id: 'csv', title: 'Delimited text', extensions: ['.csv', '.tsv', '.tab', '.txt'], read };

/** Bytes between two reports of progress. */
const stride = 1 << 20;

/** Remarks on single columns; a file of 5,000 strange columns would bury the rest. */
const mostRemarks = 20;

function* read(input: Uint8Array): Generator<ReadProgress, Table> {
  checkSize(input.length);
  const { bytes, note } = asUtf8(input);
  yield { rows: 0, fraction: 0 };
  const dialect = sniff(bytes);
  const records = new Records(bytes, delimiterByte(dialect.delimiter), dialect.from, mostColumns);
  if (!records.next()) {
    throw new Problem('empty-file', 'the file is empty; expected a line of column names and rows of values');
  }
  const { names, notes } = readHeader(bytes, records, dialect);
  records.expected = names.length;
  const dataFrom = records.position;

  // A well-formed row has at least one byte per column; broken rows must not make a small file claim much memory.
  const likelyRows = ((bytes.length - dataFrom) / dialect.recordBytes) * 1.02;
  const capacity = roomFor(Math.min(likelyRows, bytes.length / names.length) + 16, names.length);
  const columns = names.map((name) => new ColumnBuilder(name, bytes, dialect.numbers, capacity));
  const { rows, raggedRows, firstRagged } = yield* readRows(bytes, records, columns, capacity);
  if (rows === 0) {
    throw new Problem(
      'no-rows',
      `the file has a line of column names (${listed(names)}) and no rows; expected rows of values below it`,
    );
  }
  const toWords = [...columns.entries()].filter(([, column]) => column.settle(rows));
  yield* readAgain(bytes, dialect, dataFrom, names.length, toWords);

  const finished: Column[] = [];
  const remarks: Remark[] = [];
  for (const column of columns) {
    finished.push(column.finish(rows));
    if (column.remark) remarks.push(column.remark);
    if (rows > 100_000) yield { rows, fraction: 1 };
  }
  const left = remarks.length - mostRemarks;
  const general = [...raggedRemarks(raggedRows, firstRagged, names.length), ...quoteRemarks(records)];
  const lineOf = lineCounter(bytes);
  return {
    rows,
    columns: finished,
    report: {
      format: csv.id,
      ...(dialect.delimiter === undefined ? {} : { delimiter: dialect.delimiter }),
      decimalComma: dialect.numbers.decimal === ',',
      raggedRows,
      notes: [
        ...(note === undefined ? [] : [note]),
        ...dialect.notes,
        ...notes,
        ...[...general, ...remarks.slice(0, mostRemarks)].map((remark) => remark.say(lineOf(remark.offset))),
        ...(left > 0 ? [`${counted(left, 'more column has', 'more columns have')} remarks of this kind.`] : []),
      ],
    },
  };
}

/** Rows to make room for: as many as wanted, up to one more than a table may have. */
function roomFor(rows: number, columns: number): number {
  return Math.min(Math.ceil(rows), mostRows(columns) + 1);
}

function* readRows(
  bytes: Uint8Array,
  records: Records,
  columns: readonly ColumnBuilder[],
  capacity: number,
): Generator<ReadProgress, { rows: number; raggedRows: number; firstRagged: number }> {
  const width = columns.length;
  let room = capacity;
  let rows = 0;
  let raggedRows = 0;
  let firstRagged = 0;
  // A function of its own, because engines run loops in generators more slowly.
  const readUntil = (position: number): boolean => {
    while (records.position < position) {
      if (!records.next()) return false;
      if (records.fields !== width && raggedRows++ === 0) firstRagged = records.begin;
      if (rows === room) {
        checkCells(rows, width);
        room = roomFor(room * 1.5, width);
        for (const column of columns) column.reserve(room);
      }
      addRecord(columns, records, rows++);
    }
    return true;
  };
  while (readUntil(records.position + stride)) yield { rows, fraction: records.position / bytes.length };
  checkCells(rows, width);
  return { rows, raggedRows, firstRagged };
}

function raggedRemarks(rows: number, offset: number, columns: number): Remark[] {
  if (rows === 0) return [];
  const what = `${counted(rows, 'row has', 'rows have')} more or fewer cells than the ${counted(columns, 'column')}`;
  const say = (line: number): string =>
    `${what}, first in line ${line}: missing cells are empty, surplus cells left out.`;
  return [{ offset, say }];
}

function quoteRemarks({ strayQuotes, firstStrayQuote }: Records): Remark[] {
  if (strayQuotes === 0) return [];
  const what = `${counted(strayQuotes, 'cell has', 'cells have')} a quote that is not closed or not doubled`;
  return [{ offset: firstStrayQuote, say: (line) => `${what}, first in line ${line}: the quote is kept as a letter.` }];
}

function readHeader(bytes: Uint8Array, records: Records, dialect: Dialect): { names: string[]; notes: string[] } {
  checkColumns(records.fields);
  const cells = Array.from({ length: records.fields }, (_, k) => {
    const text = textOf(bytes, records.starts[k]!, records.ends[k]!);
    return records.kinds[k] === inQuotesDoubled ? text.replaceAll('""', '"') : text;
  });
  // The mark of a header that is written as a comment.
  if (bytes[records.begin] === 0x23) cells[0] = cells[0]!.replace(/^#\s*/, '');
  const { names, notes } = uniqueNames((dialect.rowLabels ? ['', ...cells] : cells).map((cell) => cell.trim()));
  if (dialect.rowLabels) {
    notes.unshift(
      'The line of column names has one name fewer than the rows have cells; the first column is taken as row labels.',
    );
  }
  if (cells.every((cell) => !Number.isNaN(numberOf(cell)))) {
    notes.push(
      `The first line (${listed(cells, 4)}) holds only numbers and was read as column names; if it is data, put a line of names above it.`,
    );
  }
  if (dialect.delimiter === undefined) {
    const likely = likelyDelimiter(bytes, records.begin);
    const hint =
      likely === undefined
        ? ''
        : ` Each line has the same number of ${nameOf(likely)} characters: is that the separator? Then write ",", ";", tab or "|" instead.`;
    notes.push(`No comma, semicolon, tab or bar separates columns; the file was read as one column.${hint}`);
  }
  return { names, notes };
}

function addRecord(columns: readonly ColumnBuilder[], records: Records, row: number): void {
  const { starts, ends, kinds } = records;
  const present = Math.min(records.fields, columns.length);
  for (let k = 0; k < present; k++) columns[k]!.add(row, starts[k]!, ends[k]!, kinds[k]!);
  for (let k = present; k < columns.length; k++) columns[k]!.add(row, 0, 0, 0);
}

/** Reads the rows above the first word of each column that turned out to hold words, see {@link ColumnBuilder}. */
function* readAgain(
  bytes: Uint8Array,
  dialect: Dialect,
  from: number,
  width: number,
  columns: readonly (readonly [number, ColumnBuilder])[],
): Generator<ReadProgress, void> {
  const rows = columns.reduce((most, [, column]) => Math.max(most, column.wordsFrom), 0);
  const records = new Records(bytes, delimiterByte(dialect.delimiter), from, mostColumns);
  records.expected = width;
  let report = from + stride;
  for (let row = 0; row < rows && records.next(); row++) {
    for (const [k, column] of columns) {
      if (row >= column.wordsFrom) continue;
      if (k < records.fields) column.addWord(row, records.starts[k]!, records.ends[k]!, records.kinds[k]!);
      else column.addWord(row, 0, 0, 0);
    }
    if (records.position > report) {
      report += stride;
      yield { rows: row, fraction: 1 };
    }
  }
}
