import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cells, column, names, problemOf, readText, rowsOf, utf8 } from './support';
import { readTable } from '../../../src/data/formats';
import { checkCells } from '../../../src/data/limits';
import type { Table } from '../../../src/data/table';

const notesOf = (table: Table): string => table.report.notes.join('\n');

test('a plain file: numbers, words, missing cells', () => {
  const table = readText('species,bill,year\nAdelie,39.1,2007\nGentoo,,2008\n,46.5,2009\n');
  assert.deepEqual(names(table), ['species', 'bill', 'year']);
  assert.deepEqual(rowsOf(table), [
    ['Adelie', 39.1, 2007],
    ['Gentoo', null, 2008],
    [null, 46.5, 2009],
  ]);
  const [species, bill, year] = table.columns;
  assert.equal(species!.kind, 'categorical');
  assert.equal(bill?.kind === 'numeric' && bill.integer, false);
  assert.equal(year?.kind === 'numeric' && year.integer, true);
  assert.deepEqual(
    table.columns.map((c) => c.missing),
    [1, 1, 0],
  );
  assert.deepEqual(table.report, { format: 'csv', delimiter: ',', decimalComma: false, raggedRows: 0, notes: [] });
});

const plainRows = [
  ['a', 1],
  ['b c', 2.5],
];

/** One content in many spellings. */
const spellings: Record<string, Uint8Array | string> = {
  'line feeds': 'x,y\na,1\nb c,2.5\n',
  'no last line break': 'x,y\na,1\nb c,2.5',
  'carriage return and line feed': 'x,y\r\na,1\r\nb c,2.5\r\n',
  'carriage returns': 'x,y\ra,1\rb c,2.5\r',
  'byte-order mark': '\ufeffx,y\na,1\nb c,2.5\n',
  semicolons: 'x;y\na;1\nb c;2.5\n',
  tabs: 'x\ty\na\t1\nb c\t2.5\n',
  bars: 'x|y\na|1\nb c|2.5\n',
  'decimal commas': 'x;y\na;1,0\nb c;2,5\n',
  quotes: '"x","y"\n"a","1"\n"b c","2.5"\n',
  'blanks after the delimiter': 'x, y\na, 1\n"b c", 2.5\n',
  'blanks before a quote': 'x, "y"\n "a", "1" \n "b c" ,2.5\n',
  'empty lines': '\n\nx,y\n\na,1\n   \nb c,2.5\n\n\n',
  'comments above': '# made by a program, in 2020\n#\nx,y\na,1\nb c,2.5\n',
  'a header that is a comment': '# made by a program\n# x,y\na,1\nb c,2.5\n',
  "Excel's separator line": 'sep=;\r\nx;y\r\na;1\r\nb c;2.5\r\n',
  "Excel's separator line, another character": 'sep=^\nx^y\na^1\nb c^2.5\n',
  'a title above': 'Report of 2020\n\nx,y\na,1\nb c,2.5\n',
  'UTF-16, little-endian': new Uint8Array(Buffer.from('\ufeffx;y\na;1\nb c;2.5\n', 'utf16le')),
  'UTF-16, big-endian': new Uint8Array(Buffer.from('\ufeffx;y\na;1\nb c;2.5\n', 'utf16le').swap16()),
};
for (const [title, content] of Object.entries(spellings)) {
  test(`the same table from ${title}`, () => {
    const table = readTable('data.csv', typeof content === 'string' ? utf8(content) : content);
    assert.deepEqual(names(table), ['x', 'y']);
    assert.deepEqual(rowsOf(table), plainRows);
    assert.equal(table.report.raggedRows, 0);
  });
}

test('quotes: doubled, with delimiters and line breaks inside', () => {
  const table = readText('x,y\n"say ""no""","a,b"\n"two\nlines",""""\n"","c"\n');
  assert.deepEqual(rowsOf(table), [
    ['say "no"', 'a,b'],
    ['two\nlines', '"'],
    [null, 'c'],
  ]);
});

test('equal words are one level, however they are quoted; levels are sorted by code unit', () => {
  const { columns } = readText('x\nb\n"b"\nÄ\na\nZ\n"a"\n');
  assert.deepEqual(columns[0], {
    kind: 'categorical',
    name: 'x',
    codes: Int32Array.of(2, 2, 3, 1, 0, 1),
    levels: ['Z', 'a', 'b', 'Ä'],
    missing: 0,
  });
});

test('every spelling of a missing value, among numbers and among words', () => {
  const spellings = [
    '',
    '""',
    'NA',
    'N/A',
    'n/a',
    'NaN',
    'nan',
    'null',
    'NULL',
    'None',
    '?',
    '-',
    '.',
    '#N/A',
    '<NA>',
    '#DIV/0!',
  ];
  const table = readText(`n,w\n1,a\n${spellings.map((s) => `${s},${s}`).join('\n')}\n2,b\n`);
  for (const { kind, missing } of table.columns) assert.ok(missing === spellings.length, `${kind}: ${missing}`);
  assert.equal(table.columns[0]!.kind, 'numeric');
  assert.deepEqual(table.report.notes, []);
});

test('a minus beside a plus is a value: strands of DNA', () => {
  assert.deepEqual(cells(readText('strand,x\n+,1\n-,2\n.,3\n').columns[0]!), ['+', '-', null]);
});

test('a number that does not say all that is written stays text', () => {
  const table = readText('zip,id,version,when\n00123,9007199254740993,1.10,2020-01-02\n12345,1,1.9a,2020-01-03\n');
  assert.deepEqual(rowsOf(table), [
    ['00123', '9007199254740993', '1.10', '2020-01-02'],
    ['12345', '1', '1.9a', '2020-01-03'],
  ]);
  assert.match(notesOf(table), /zip has leading zeros, first "00123" in line 2/);
  assert.match(notesOf(table), /id has whole numbers beyond 2\^53, first "9007199254740993" in line 2/);
});

test('a few words among numbers make a column of words, exactly as written, and a note says where', () => {
  const table = readText(
    `price,x\n${Array.from({ length: 15 }, (_, i) => `${i}.50,1`).join('\n')}\nn.a.,2\n1e3,3\nn.a.,4\nabout 5,5\n`,
  );
  assert.deepEqual(cells(column(table, 'price')).slice(13), ['13.50', '14.50', 'n.a.', '1e3', 'n.a.', 'about 5']);
  assert.deepEqual(table.report.notes, [
    'Column price has 3 cells that are not numbers, first "n.a." in line 17: read as text.',
  ]);
});

test('a column of words that holds some numbers needs no note', () => {
  assert.deepEqual(readText('x,y\n1,1\na,2\nb,3\n').report.notes, []);
});

test('true, false, yes, no are categories', () => {
  const table = readText('a,b\ntrue,yes\nFALSE,no\n');
  assert.deepEqual(
    table.columns.map((c) => c.kind),
    ['categorical', 'categorical'],
  );
});

test('infinity is a missing cell, with a note', () => {
  const table = readText('x,y\n1,1\ninf,2\n-Infinity,3\n1e999,4\n');
  assert.deepEqual(cells(table.columns[0]!), [1, null, null, null]);
  assert.match(notesOf(table), /3 infinite values, first in line 3/);
});

test('decimal commas, with thousands separated where that is certain', () => {
  const table = readText('name;a;b;c\nx;3,14;1.234,5;1.234\ny;-0,5;12.345.678;2.345\nz;1e3;7;3.456\n');
  assert.equal(table.report.decimalComma, true);
  assert.deepEqual(cells(column(table, 'a')), [3.14, -0.5, 1000]);
  assert.deepEqual(cells(column(table, 'b')), [1234.5, 12345678, 7]);
  assert.deepEqual(cells(column(table, 'c')), ['1.234', '2.345', '3.456']);
  assert.match(notesOf(table), /Column c has .* such as "1\.234" in line 2, which may be 1234 or 1\.234: read as text/);
});

test('decimal points, with thousands separated where that is certain', () => {
  const table = readText('a\tb\tc\n1,234.5\t1,234\t2.5\n99\t5\t3.5\n1,234\t6\t4.5\n');
  assert.deepEqual(cells(column(table, 'a')), [1234.5, 99, 1234]);
  assert.deepEqual(cells(column(table, 'b')), ['1,234', '5', '6']);
  assert.deepEqual(cells(column(table, 'c')), [2.5, 3.5, 4.5]);
});

test('rows with too few or too many cells are padded or cut, counted, never merged', () => {
  const table = readText('a,b,c\n1,2\n3,4,5\n6,7,8,9\n10,11,12\n');
  assert.deepEqual(rowsOf(table), [
    [1, 2, null],
    [3, 4, 5],
    [6, 7, 8],
    [10, 11, 12],
  ]);
  assert.equal(table.report.raggedRows, 2);
  assert.match(notesOf(table), /2 rows have more or fewer cells than the 3 columns, first in line 2/);
});

test('row labels without a name, as R writes them, do not shift the columns', () => {
  const table = readText('x,y\nfirst,1,2\nsecond,3,4\nthird,5,6\n');
  assert.deepEqual(names(table), ['column 1', 'x', 'y']);
  assert.deepEqual(cells(column(table, 'y')), [2, 4, 6]);
  assert.equal(table.report.raggedRows, 0);
});

test('a quote inside an unquoted cell is a letter', () => {
  assert.deepEqual(rowsOf(readText('size,x\n5" pipe,1\n6",2\n')), [
    ['5" pipe', 1],
    ['6"', 2],
  ]);
});

test('a quote that is never closed spoils its own cell only', () => {
  const rows = Array.from({ length: 1000 }, (_, i) => (i === 10 ? '"broken,10' : `word,${i}`));
  const table = readText(`w,n\n${rows.join('\n')}\n`);
  assert.equal(table.rows, 1000);
  assert.equal(cells(column(table, 'w'))[10], '"broken');
  assert.deepEqual(
    cells(column(table, 'n')),
    Array.from({ length: 1000 }, (_, i) => i),
  );
  assert.match(notesOf(table), /1 cell has a quote that is not closed or not doubled, first in line 12/);
});

test('a stray quote does not swallow the lines up to the next stray quote', () => {
  const table = readText('w,n\n"a,0\nb,1\nc,2\n"d,3\ne,4\n');
  assert.deepEqual(cells(column(table, 'n')), [0, 1, 2, 3, 4]);
  const closed = readText('w,n,m\n"a,0,0\nb,1,1\nc",2,2\ne,4,4\n');
  assert.deepEqual(
    cells(column(closed, 'n')),
    [2, 4],
    'a quoted cell over lines that gives the right number of fields is believed',
  );
});

test('a quote inside quotes that is not doubled is kept', () => {
  const table = readText('w,n\n"He said "hello, you" to me",1\n"abc"def,2\nx,3\n');
  assert.deepEqual(cells(column(table, 'w')), ['He said "hello, you" to me', '"abc"def', 'x']);
  assert.deepEqual(cells(column(table, 'n')), [1, 2, 3]);
});

test('names: repeated, empty, numeric, with quotes', () => {
  const table = readText('x,x,,x.2,"a ""b""",x,\n1,2,3,4,5,6,7\n');
  assert.deepEqual(names(table), ['x', 'x.3', 'column 3', 'x.2', 'a "b"', 'x.4', 'column 7']);
  assert.match(notesOf(table), /2 columns have no name/);
  assert.match(notesOf(readText('5.1,3.5\n4.9,3\n')), /holds only numbers and was read as column names/);
});

test('windows-1252 is recognised; damaged UTF-8 is not mistaken for it', () => {
  const latin = readTable('a.csv', new Uint8Array(Buffer.from('stadt,n\nZürich,1\nKöln,2\n', 'latin1')));
  assert.deepEqual(cells(latin.columns[0]!), ['Zürich', 'Köln']);
  assert.match(notesOf(latin), /windows-1252/);
  const bytes = utf8('stadt,n\nZürich,1\nKöln,2\nZürich,3\nx,4\n');
  bytes[bytes.length - 4] = 0xff;
  assert.match(notesOf(readTable('a.csv', bytes)), /1 byte is not valid UTF-8/);
  assert.equal(cells(readTable('a.csv', bytes).columns[0]!)[2], 'Zürich');
});

test('a single column is read as one, and says what may separate it', () => {
  const table = readText(`x^y^z\n${'a^1^2\n'.repeat(100)}`);
  assert.equal(table.columns.length, 1);
  assert.match(notesOf(table), /read as one column\..*same number of "\^"/);
  assert.equal(table.report.delimiter, undefined);
});

test('a comma in a few lines of one column does not separate', () => {
  assert.deepEqual(cells(readText('name\nSmith\nDoe, John\nX\nY\n').columns[0]!), ['Smith', 'Doe, John', 'X', 'Y']);
});

test('many different words are text, few are categories', () => {
  const unique = readText(`x,y\n${Array.from({ length: 40 }, (_, i) => `name ${i},${i % 15}w`).join('\n')}\n`);
  assert.deepEqual(
    unique.columns.map((c) => c.kind),
    ['text', 'categorical'],
  );
});

test('5,000 columns', () => {
  const width = 5000;
  const line = (f: (j: number) => string): string => Array.from({ length: width }, (_, j) => f(j)).join(',');
  const table = readText(
    [line((j) => `c${j}`), ...Array.from({ length: 20 }, (_, i) => line((j) => String(i * j)))].join('\n'),
  );
  assert.equal(table.columns.length, width);
  assert.equal(cells(column(table, 'c4999'))[19], 19 * 4999);
});

test('progress rises, and reading can be stopped anywhere', async () => {
  const { csv } = await import('../../../src/data/csv');
  const reading = csv.read(utf8(`x,y\n${'1.25,abc\n'.repeat(500_000)}`), 'data.csv');
  let last = -1;
  let steps = 0;
  for (let step = reading.next(); !step.done; step = reading.next(), steps++) {
    assert.ok(step.value.fraction >= last && step.value.fraction <= 1);
    last = step.value.fraction;
  }
  assert.ok(steps >= 4);
});

const bad: [string, string | Uint8Array, string, RegExp][] = [
  ['empty', '', 'empty-file', /empty/],
  ['only a byte-order mark', '\ufeff', 'empty-file', /empty/],
  ['only line breaks', '\n\r\n\n', 'empty-file', /empty/],
  ['only comments', '# a\n# b\n', 'empty-file', /empty/],
  ['header only', 'a,b,c\n', 'no-rows', /\(a, b, c\) and no rows/],
  [
    '20,001 columns',
    `${'x,'.repeat(20_000)}x\n${'1,'.repeat(20_000)}1\n`,
    'too-many-columns',
    /20,001 columns; expected at most 20,000/,
  ],
  ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 'unreadable-file', /PNG picture/],
  ['a workbook', 'PK\x03\x04abc', 'unreadable-file', /Excel workbook.*save the sheet as CSV/],
  ['Parquet', 'PAR1abc', 'damaged-file', /Parquet/],
  ['NUL bytes', 'a,b\n1,\0\n', 'unreadable-file', /binary file/],
];
test('a table too large for memory', () => {
  assert.equal(problemOf(() => checkCells(5001, 20_000)).code, 'too-many-cells');
  checkCells(5000, 20_000);
});

for (const [title, content, code, words] of bad) {
  test(`a file that is no table: ${title}`, () => {
    const problem = problemOf(() => readTable('data.csv', typeof content === 'string' ? utf8(content) : content));
    assert.equal(problem.code, code);
    assert.match(problem.message, words);
  });
}

/** Odd files that can be read: rows, and ragged rows. */
const odd: [string, string, number, number][] = [
  ['one cell', 'x\n1\n', 1, 0],
  ['one long line', `${'a'.repeat(100_000)}\n1\n`, 1, 0],
  ['delimiters only', ',,,\n,,,\n', 1, 0],
  ['a delimiter at every end', 'a,b,\n1,2,\n3,4,\n', 2, 0],
  ['quotes only', '"""""",""\n"",""""\n', 1, 0],
  ['an open quote in the header', '"a,b\n1,2\n3,4\n', 2, 0],
  ['an open quote at the end', 'a,b\n1,2\n3,"', 2, 0],
  ['an open quote in every line', `a,b\n${'"x,1\n'.repeat(1000)}`, 1000, 0],
  ['a header longer than all rows', 'a,b,c,d\n1,2\n2,3\n3,4,5\n', 3, 3],
  ['a footer', 'a,b\n1,2\n3,4\nTotal: 2 rows\n', 3, 1],
  ['mixed line ends', 'a,b\r\n1,2\n3,4\r5,6\r\n', 3, 0],
  ['line feed, then carriage return', 'a,b\n\r1,2\n\r3,4\n\r', 2, 0],
  ['control characters', 'a,b\n\x01,\x02\n\x03,\x04\n', 2, 0],
  ['an emoji as a name', '🐧,b\n1,2\n', 1, 0],
  ['a million-character cell over lines', `a,b\n"${'word\n'.repeat(20_000)}",1\nx,2\n`, 2, 0],
];
for (const [title, content, rows, ragged] of odd) {
  test(`an odd file: ${title}`, () => {
    const table = readText(content);
    assert.equal(table.rows, rows);
    assert.equal(table.report.raggedRows, ragged);
    for (const c of table.columns) assert.equal(c.kind === 'numeric' ? c.values.length : c.codes.length, rows);
  });
}

test('a thousand strange columns are told of briefly, and do not hide a ragged row', () => {
  const line = (cell: string): string => Array.from({ length: 1000 }, () => cell).join(',');
  const table = readText(`${line('x')}\n${line('1')}\n${line('2')}\n${line('oops')}\n1\n`);
  assert.ok(table.report.notes.length < 30);
  assert.match(notesOf(table), /1 row has more or fewer cells than the 1,000 columns, first in line 5/);
  assert.match(notesOf(table), /980 more columns have remarks of this kind/);
});
