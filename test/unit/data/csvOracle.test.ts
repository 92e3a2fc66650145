import assert from 'node:assert/strict';
import { test } from 'node:test';
import Papa from 'papaparse';
import { readTable } from '../../../src/data/formats';
import { numberOf, parseNumber } from '../../../src/data/csv/number';
import { Problem } from '../../../src/data/problem';
import type { Rng } from '../../../src/data/random';
import { toCsv } from '../../../src/data/write';
import { cells, createRng, pick, readText, rowsOf, utf8 } from './support';

const wordPieces = ['a', 'Ä', '🐧', ' ', '"', '""', ',', ';', '\n', '\r\n', 'word', '#', '|', "'", '=1+1', 'x'];

function randomWord(rng: Rng): string {
  const word = Array.from({ length: rng.integer(5) + 1 }, () => pick(rng, wordPieces)).join('');
  // A letter at each end: blanks around a cell are not read, and a cell of "-" alone would be a missing one.
  return `${pick(rng, ['w', 'z'])}${word}e`;
}

function randomNumber(rng: Rng): number {
  const kind = rng.integer(4);
  if (kind === 0) return rng.integer(2000) - 1000;
  if (kind === 1) return rng.normal() * 10 ** (rng.integer(40) - 20);
  if (kind === 2) return Math.round(rng.normal() * 1e6) / 1000;
  return rng.uniform();
}

test('well-formed files give what Papa Parse reads', () => {
  const rng = createRng(1);
  for (let round = 0; round < 150; round++) {
    const delimiter = pick(rng, [',', ';', '\t', '|']);
    const newline = pick(rng, ['\n', '\r\n'] as const);
    const width = rng.integer(6) + 2;
    const quotes = rng.uniform() < 0.3;
    const numeric = Array.from({ length: width }, () => rng.uniform() < 0.5);
    const header = numeric.map((_, j) => `column ${j}`);
    const rows = Array.from({ length: rng.integer(60) + 1 }, () =>
      numeric.map((isNumber) => (rng.uniform() < 0.1 ? '' : isNumber ? String(randomNumber(rng)) : randomWord(rng))),
    );
    const text = Papa.unparse([header, ...rows], { delimiter, newline, quotes });
    const expected = Papa.parse<string[]>(text, { delimiter, newline }).data.slice(1);
    const table = readText(text);
    assert.equal(table.report.delimiter, delimiter);
    assert.equal(table.report.raggedRows, 0);
    assert.equal(table.rows, expected.length);
    for (const [j, column] of table.columns.entries()) {
      const wanted = expected.map((row) =>
        row[j] === '' ? null : column.kind === 'numeric' ? Number(row[j]) : row[j]!,
      );
      assert.deepEqual(cells(column), wanted, `round ${round}, column ${j} of\n${text}`);
    }
  }
});

test('what is written is read: toCsv and back', () => {
  const rng = createRng(2);
  for (let round = 0; round < 100; round++) {
    const header = ['n', 'w', '#x', ' y '].slice(0, rng.integer(4) + 1);
    const rows = Array.from({ length: 30 }, (_, i) =>
      header.map((_, j) => (i > 0 && rng.uniform() < 0.1 ? null : j % 2 ? randomWord(rng) : randomNumber(rng))),
    );
    assert.deepEqual(rowsOf(readText(toCsv(header, rows))), rows);
  }
});

function randomLiteral(rng: Rng): string {
  const digits = (n: number): string => Array.from({ length: n }, () => rng.integer(10)).join('');
  const whole = pick(rng, ['', '0', `${rng.integer(9) + 1}${digits(rng.integer(19))}`]);
  const fraction = rng.uniform() < 0.6 ? `.${digits(rng.integer(20))}` : '';
  const exponent =
    rng.uniform() < 0.3 ? `${pick(rng, ['e', 'E'])}${pick(rng, ['', '+', '-'])}${digits(rng.integer(3) + 1)}` : '';
  return pick(rng, ['', '', '-', '+']) + whole + fraction + exponent;
}

test('200,000 random literals are the numbers that JavaScript reads, to the last bit', () => {
  const rng = createRng(3);
  for (let i = 0; i < 200_000; i++) {
    const literal = randomLiteral(rng);
    const bytes = utf8(`x${literal}x`);
    const value = parseNumber(bytes, 1, bytes.length - 1, 0x2e);
    assert.ok(Object.is(value, numberOf(literal)), `${literal}: ${value}, ${numberOf(literal)}`);
    if (!Number.isNaN(value)) assert.ok(Object.is(value, Number(literal)), literal);
    else if (/^[+-]?(0|[1-9]\d{0,14})(\.\d*)?$/.test(literal)) assert.fail(`${literal} is a number`);
  }
});

test('texts that are no numbers', () => {
  for (const text of [
    '-',
    '+',
    '.',
    'e5',
    '1e',
    '1e+',
    '1.2.3',
    '1-2',
    '--1',
    '0x10',
    '1_000',
    '12%',
    '$5',
    '1 2',
    '007',
    '-01',
    '1e5.0',
    '٣',
  ]) {
    const bytes = utf8(text);
    assert.ok(Number.isNaN(parseNumber(bytes, 0, bytes.length, 0x2e)), text);
    assert.ok(Number.isNaN(numberOf(text)), text);
  }
});

const seeds = [
  'species,island,mass\nAdelie,"Torgersen",3750\nGentoo,"Biscoe ""S""",5000.5\n,NA,-1e3\n'.repeat(5),
  'sep=;\r\n"a";"b"\r\n"x\r\ny";1,5\r\n;2.000,5\r\n',
  '[{"x":1,"y":"a"},{"x":2.5,"y":null,"z":[1,2]}]',
  '{"x":[1,2,3],"y":["a","b","c"]}',
  '{"x":1,"y":"a"}\n{"x":2,"y":"b"}\n\n{"x":null,"y":true}\n',
  '# comment\n# x y\n1\t2\n3\t4\n',
];

/** Cuts, flips bits, repeats and inserts pieces that matter to parsers. */
function damaged(bytes: Uint8Array, rng: Rng): Uint8Array {
  let out = Array.from(bytes);
  for (let edits = rng.integer(6) + 1; edits > 0; edits--) {
    const at = rng.integer(out.length + 1);
    const kind = rng.integer(5);
    if (kind === 0) out = out.slice(0, at);
    else if (kind === 1 && at < out.length) out[at] = out[at]! ^ (1 << rng.integer(8));
    else if (kind === 2) out.splice(at, rng.integer(8));
    else if (kind === 3) out.splice(at, 0, ...out.slice(at, at + rng.integer(40)));
    else out.splice(at, 0, ...utf8(pick(rng, ['"', '""', ',', ';', '\n', '\r', '\t', '#', '{', '[', '\ufeff', '9'.repeat(400), '1e999']))); // prettier-ignore
  }
  return Uint8Array.from(out);
}

test('damaged files give a table or a Problem, nothing else, and quickly', () => {
  const rng = createRng(4);
  const started = performance.now();
  for (let i = 0; i < 6000; i++) {
    const bytes = damaged(utf8(pick(rng, seeds)), rng);
    const path = pick(rng, ['a.csv', 'a.json', 'a.jsonl', 'a.tsv', 'a']);
    try {
      const table = readTable(path, bytes);
      for (const column of table.columns) {
        const length = column.kind === 'numeric' ? column.values.length : column.codes.length;
        assert.equal(length, table.rows);
        assert.equal(cells(column).filter((cell) => cell === null).length, column.missing);
        if (column.kind !== 'numeric')
          assert.ok(column.codes.every((code) => code >= -1 && code < column.levels.length));
        if (column.kind === 'numeric') assert.ok(column.values.every((value) => Math.abs(value) !== Infinity));
      }
    } catch (error) {
      if (!(error instanceof Problem))
        throw new Error(`${path} ${JSON.stringify(Buffer.from(bytes).toString('latin1'))}`, { cause: error });
    }
  }
  assert.ok(performance.now() - started < 60_000);
});

test('random bytes give a table or a Problem', () => {
  const rng = createRng(5);
  for (let i = 0; i < 1000; i++) {
    const bytes = Uint8Array.from({ length: rng.integer(400) }, () => rng.integer(256));
    try {
      readTable(pick(rng, ['a.csv', 'a.json', 'a.jsonl']), bytes);
    } catch (error) {
      assert.ok(error instanceof Problem, String(error));
    }
  }
});

const nasty: [string, string][] = [
  ['an open quote in each line', '"a,b\n'],
  ['doubled quotes and an open one', '""a",""\n'],
  ['three quotes', '"""\n'],
  ['three quotes and text', '"""a,b\n'],
  ['five quotes and text', '"""""a\n""""b\n'],
  ['quotes that close lines later', '"a\n"\nb,c\n'],
  ['alternating odd and even quotes', '"a\n"",b\n""c,d\n'],
];
for (const [title, piece] of nasty) {
  test(`reading takes time in proportion to the size: ${title}`, () => {
    const time = (repeats: number): number => {
      const bytes = utf8(`x,y\n${piece.repeat(repeats)}`);
      const started = performance.now();
      readTable('a.csv', bytes);
      return performance.now() - started;
    };
    time(1000);
    // Quadratic reading would take minutes.
    assert.ok(time(100_000) < 10_000);
  });
}
