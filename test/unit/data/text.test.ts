import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { buildDataset } from '../../../src/data/dataset';
import { decode } from '../../../src/data/decode';
import { encode, encodeCells } from '../../../src/data/encode';
import { fitEncoding } from '../../../src/data/fitEncoding';
import { rowOf } from '../../../src/data/matrix';
import type { DataPlan } from '../../../src/data/plan';
import { Problem } from '../../../src/data/problem';
import type { Column } from '../../../src/data/table';
import { fitText, textEncoder, wordsOf } from '../../../src/data/text';

const texts = ['Red red, blue!', 'blue GREEN', 'a über-red 42 naïve', 'green green', ''];
const column: Column = {
  kind: 'text',
  name: 'message',
  codes: Int32Array.of(0, 1, 2, 3, 4, -1),
  levels: texts,
  missing: 1,
};
const number: Column = {
  kind: 'numeric',
  name: 'n',
  values: Float64Array.of(1, 2, 3, 4, 5, 6),
  integer: true,
  missing: 0,
};
const label: Column = {
  kind: 'categorical',
  name: 'label',
  codes: Int32Array.of(0, 1, 0, 1, 0, 1),
  levels: ['x', 'y'],
  missing: 0,
};
const all = [0, 1, 2, 3];

const numbersOf = (plan: Parameters<typeof fitText>[2], text: string, rows = all): { [word: string]: number } => {
  const encoding = fitText(column, rows, plan);
  const out = new Float64Array(encoding.vocabulary.length);
  textEncoder(encoding)(text, out, 0);
  return Object.fromEntries(encoding.vocabulary.map((word, j) => [word, out[j]!]));
};

test('words are runs of two letters or digits, in small letters, sorted', () => {
  assert.deepEqual(numbersOf({ column: 'message' }, texts[2]!), {
    '42': 1,
    blue: 0,
    green: 0,
    naïve: 1,
    red: 1,
    über: 1,
  });
  assert.deepEqual(Object.keys(numbersOf({ column: 'message', lowercase: false }, '')), [
    '42',
    'GREEN',
    'Red',
    'blue',
    'green',
    'naïve',
    'red',
    'über',
  ]);
});

test('the vocabulary holds the most frequent words of the given rows, ties by code unit', () => {
  assert.deepEqual(Object.keys(numbersOf({ column: 'message', vocabulary: 3 }, '')), ['blue', 'green', 'red']);
  assert.deepEqual(Object.keys(numbersOf({ column: 'message', vocabulary: 1 }, '', [1, 2])), ['42']);
  assert.deepEqual(numbersOf({ column: 'message' }, 'blue yellow', [1]), { blue: 1, green: 0 });
});

suite('min_df and max_df leave the words that scikit-learn leaves', () => {
  interface Case {
    min_df?: number;
    max_df?: number;
    ngram_range?: [number, number];
    words: string[];
  }
  const cases = JSON.parse(readFileSync(join('test', 'fixtures', 'options', 'words.json'), 'utf8')) as Case[];
  const [, ...lines] = readFileSync(join('samples', 'data', 'help-desk.csv'), 'utf8').split('\n');
  const levels = lines.slice(0, 120).map((line) => line.replace(/,\w+$/, ''));
  const desk: Column = { kind: 'text', name: 'message', codes: Int32Array.from(levels.keys()), levels, missing: 0 };
  for (const { words, ngram_range, ...limits } of cases) {
    test(JSON.stringify({ ...limits, ngram_range }), () => {
      const plan = { column: 'message', ngrams: ngram_range?.[1] ?? 1, ...limits };
      assert.deepEqual(fitText(desk, [...levels.keys()], plan).vocabulary, words);
    });
  }

  test('where they leave none, this is said', () => {
    const none = () => fitText(desk, [0, 1, 2], { column: 'message', min_df: 4 });
    assert.throws(none, /column message has no word that min_df: 4 and max_df: 1 leave of the \d+ in 3 training rows/);
  });
});

test('runs of words count beside words', () => {
  assert.deepEqual(numbersOf({ column: 'message', ngrams: 2 }, 'red red red blue', [0]), {
    blue: 1,
    red: 3,
    'red blue': 1,
    'red red': 2,
  });
});

test('weights: binary, and tf-idf as scikit-learn has it', () => {
  assert.deepEqual(numbersOf({ column: 'message', weights: 'binary' }, texts[0]!, [0, 1]), {
    blue: 1,
    green: 0,
    red: 1,
  });
  // TfidfVectorizer().fit(['red red blue', 'blue green']).transform(['red red blue'])
  const tfidf = numbersOf({ column: 'message', weights: 'tfidf' }, texts[0]!, [0, 1]);
  assert.ok(Math.abs(tfidf['blue']! - 0.3351755) < 1e-6, String(tfidf['blue']));
  assert.ok(Math.abs(tfidf['red']! - 0.9421548) < 1e-6, String(tfidf['red']));
  assert.deepEqual(numbersOf({ column: 'message', weights: 'tfidf' }, 'yellow', [0, 1]), { blue: 0, green: 0, red: 0 });
});

test('a text is encoded raw beside standardised numbers, and comes back as its words', () => {
  const encoding = fitEncoding([number, column], all, { text: { column: 'message' } });
  assert.deepEqual(
    encoding.columns.slice(1).map(({ feature, word, mean, scale }) => [feature, word, mean, scale]),
    ['42', 'blue', 'green', 'naïve', 'red', 'über'].map((word) => ['message', word, 0, 1]),
  );
  assert.deepEqual(JSON.parse(JSON.stringify(encoding)), encoding);
  const z = encode(encoding, [number, column], [0, 5]);
  assert.deepEqual([...rowOf(z, 0).slice(1)], [0, 1, 0, 0, 2, 0]);
  assert.ok(rowOf(z, 1).slice(1).every(Number.isNaN));
  assert.deepEqual(
    decode(encoding, z).map(([, words]) => words),
    ['blue red red', null],
  );
  const given = encodeCells(encoding, { message: 'Green, green and RED' });
  assert.deepEqual([...given.slice(1)], [0, 0, 2, 0, 1, 0]);
  assert.ok(Number.isNaN(given[0]!));
  const pairs = fitText(column, [0], { column: 'message', ngrams: 2 });
  assert.equal(wordsOf(pairs, Float64Array.of(1, 2, 1, 1)), 'blue red red');
});

const build = (plan: Partial<DataPlan>) =>
  buildDataset(
    { rows: 6, columns: [number, column, label], report: { format: 'csv', raggedRows: 0, notes: [] } },
    { path: 'a.csv', target: 'label', ...plan },
    'hash',
  );

test('the text is a feature because it is named, beside those that are named or usable', () => {
  const names = (plan: Partial<DataPlan>) => build(plan).features.map(({ name }) => name);
  const text = { column: 'message' };
  assert.deepEqual(names({ text }), ['n', 'message']);
  assert.deepEqual(names({ text, features: ['n'] }), ['n', 'message']);
  assert.deepEqual(names({ text, features: ['message'] }), ['message']);
  assert.deepEqual(names({}), ['n']);
});

test('columns that are no text are refused at their place', () => {
  const cases: [Partial<DataPlan>, string][] = [
    [{ text: { column: 'massage' } }, 'unknown-column'],
    [{ text: { column: 'n' } }, 'unsuitable-text'],
    [{ text: { column: 'label' } }, 'conflicting-roles'],
    [{ text: { column: 'message' }, ignore: ['message'] }, 'conflicting-roles'],
  ];
  for (const [plan, code] of cases) {
    assert.throws(
      () => build(plan),
      (error: unknown) => {
        assert.ok(error instanceof Problem);
        assert.equal(error.code, code);
        assert.deepEqual(error.at, ['text', 'column']);
        return true;
      },
    );
  }
  assert.throws(
    () => fitText(column, [4], { column: 'message' }),
    (error: unknown) => error instanceof Problem && error.code === 'no-words',
  );
});
