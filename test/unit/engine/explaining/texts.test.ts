// Texts explained word by word: by models that count words, read letters, or read words in their order.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EngineMemory } from '../../../../src/engine/memory';
import { segmentsOf, withoutPiece } from '../../../../src/engine/explaining/askedText';
import { wordSpans } from '../../../../src/data/wordTokens';
import type { Json } from '../../../../src/protocol/cards';
import { unpack } from '../../../../src/protocol/packing';
import type { DataPlan, ModelRequest } from '../../../../src/protocol/plan';
import type { Result, ResultTable } from '../../../../src/protocol/result';
import { modelNamed, planOf, reference, TestHouse } from '../runSupport';

/** A row of the table of words that were left out. */
type Occluded = [
  model: string,
  row: null,
  label: string,
  position: number,
  word: string,
  value: number,
  scale: string,
  whole: number,
  without: number,
];

const csv = [
  'text,label',
  ...Array.from({ length: 60 }, (_, i) => {
    const words = i % 2 === 0 ? ['cheap', 'offer', 'win'] : ['meeting', 'report', 'lunch'];
    return `"${words[i % 3]}, ${words[(i + 1) % 3]} today!",${i % 2 === 0 ? 'spam' : 'mail'}`;
  }),
].join('\n');
const data: DataPlan = { path: 'texts.csv', target: 'label', text: { column: 'text' } };
const home = new TestHouse({ 'texts.csv': csv, 'iris.csv': reference('iris.csv') });
const counting = ['logistic-regression', 'multinomial-naive-bayes'].map((id) => modelNamed(id));
const transformer = modelNamed('text-transformer', {
  embedding_size: 8,
  heads: 2,
  dropout: 0.1,
  max_iter: 15,
  learning_rate_init: 0.02,
});
const letters = modelNamed('language-model', { embedding_size: 8, heads: 1, blocks: 1, max_iter: 2 });

const explain = (models: ModelRequest[], options: { [name: string]: Json }, plan = data): Promise<Result> =>
  home.run(planOf('explain', plan, models, { options }));
const rowsOf = (result: Result, name: string): ResultTable['rows'] =>
  result.tables.find((each) => each.name === name)?.rows ?? [];
const given = { text: 'Cheap report today?' };

describe('word-occlusion', () => {
  test('is the change of the log odds where a word is left out, for all models of the same text', async () => {
    const result = await explain([...counting, transformer, letters], { given, methods: ['word-occlusion'] });
    const rows = rowsOf(result, 'word-occlusion');
    assert.equal(rows.length, 4 * 2 * 3);
    for (const [model, , label, , word, value, scale, whole, without] of rows as Occluded[]) {
      assert.equal(scale, 'log-odds');
      // of two classes, the centred log odds are half of log (p / (1 - p))
      const half = (p: number) => Math.log(p / (1 - p)) / 2;
      assert.ok(Math.abs(value - (half(whole) - half(without))) < 1e-3, `${model} ${word}`);
      if (model === 'language-model') continue;
      const side = { Cheap: 'spam', report: 'mail' }[word];
      if (side) assert.equal(value > 0, side === label, `${model}: ${word} for ${label}: ${value}`);
    }
    const [figure] = result.figures;
    assert.ok(figure?.kind === 'text-attribution');
    assert.equal(figure.segments.join(''), given.text);
    assert.deepEqual(
      figure.panels.map(({ model }) => model),
      ['logistic-regression', 'multinomial-naive-bayes', 'text-transformer', 'language-model'],
    );
    const values = unpack(figure.panels[0]!.values);
    assert.deepEqual(
      [...values].map(Number.isNaN),
      [...figure.segments, ...figure.segments].map((each) => !/\w/.test(each)),
    );
  });

  test('of a model that counts is the same for the same word, wherever it stands', async () => {
    const one = await explain([counting[1]!], { given: { text: 'win win lunch' }, methods: ['word-occlusion'] });
    const [first, second, third] = rowsOf(one, 'word-occlusion').map((row) => row[5] as number);
    assert.ok(first! < 0 && Math.abs(first! - second!) < 1e-9 && third! > 0, `for mail: ${first} ${second} ${third}`);
  });

  test('takes the scale of probabilities', async () => {
    const result = await explain(counting, { given, methods: ['word-occlusion'], scale: 'probability' });
    for (const row of rowsOf(result, 'word-occlusion') as Occluded[])
      assert.ok(Math.abs(row[5] - (row[7] - row[8])) < 1e-9 && row[6] === 'probability');
  });

  test('of a text of one word leaves out its letters', async () => {
    const result = await explain([letters], { given: { text: 'offer' }, methods: ['word-occlusion'] });
    assert.deepEqual(
      rowsOf(result, 'word-occlusion')
        .slice(0, 5)
        .map((row) => row[4]),
      ['o', 'f', 'f', 'e', 'r'],
    );
  });

  test('of a long text leaves out runs of words', async () => {
    const text = Array.from({ length: 600 }, (_, i) => (i === 300 ? 'cheap' : 'so')).join(' ');
    const result = await explain(counting, { given: { text }, methods: ['word-occlusion'] });
    const [figure] = result.figures;
    assert.ok(figure?.kind === 'text-attribution');
    assert.equal(rowsOf(result, 'word-occlusion').length, 2 * 2 * 200);
    assert.match(figure.summary, /“cheap so so” speaks most for it/);
  });

  test('needs a text: silent among the methods of a row, a sentence where it is asked for', async () => {
    const iris: DataPlan = { path: 'iris.csv', target: 'label' };
    const asked = await explain([counting[0]!], { row: 1, methods: ['word-occlusion'] }, iris);
    assert.ok(asked.notes.some((note) => note.startsWith('No word is left out: the row has no text')));
    const all = await explain([counting[0]!], { row: 1, methods: ['shap', 'word-occlusion'] }, iris);
    assert.ok(all.figures.every(({ kind }) => kind !== 'text-attribution'));
    const none = await explain(counting, { given: { text: '  ' }, methods: ['word-occlusion'] });
    assert.ok(none.notes.some((note) => note.startsWith('No word is left out')));
  });
});

describe('attention', () => {
  test('is shared out among the words of a text', async () => {
    const result = await explain([transformer, counting[0]!], { row: 2, methods: ['attention'] });
    const rows = rowsOf(result, 'attention');
    assert.deepEqual(
      rows.map((row) => row[3]),
      ['win', 'cheap', 'today'],
    );
    const sum = rows.reduce((total, row) => total + (row[4] as number), 0);
    assert.ok(Math.abs(sum - 1) < 1e-5);
    const [figure] = result.figures;
    assert.ok(figure?.kind === 'text-attribution');
    const without = await explain([counting[0]!], { row: 2, methods: ['attention'] });
    assert.ok(without.notes.some((note) => /^No attention: logistic-regression/.test(note)));
    assert.deepEqual([figure.classes, unpack(figure.panels[0]!.values).length], [[], figure.segments.length]);
  });
});

test('what shares a prediction out among features leaves models of whole texts out, and says so', async () => {
  const result = await explain([transformer, counting[1]!], { given });
  for (const name of ['shap', 'lime', 'ledger'])
    assert.deepEqual([...new Set(rowsOf(result, name).map((row) => row[0]))], ['multinomial-naive-bayes'], name);
  for (const method of ['SHAP values', 'LIME', 'ledger'])
    assert.ok(
      result.notes.some((note) => note.startsWith(`No ${method} of text-transformer: it reads a text as a whole`)),
    );
  assert.deepEqual(
    result.figures.filter(({ kind }) => kind === 'text-attribution').map(({ title }) => title),
    ['What the words of the given row say', 'Where attention went in the given row'],
  );
});

test('a transformer that was kept and restored says the same, and looks at the same', async () => {
  await home.run(planOf('train', data, [transformer]));
  const kept = { ref: 'text-transformer', name: 'text-transformer', options: {}, at: ['explain'] };
  const ask = () => explain([kept], { given, methods: ['word-occlusion', 'attention'] });
  const before = await ask();
  home.memory = new EngineMemory();
  const after = await ask();
  assert.deepEqual(after.tables, before.tables);
  assert.equal(after.tables.length, 2);
});

test('a text without a word is the text with one blank less, and its segments are the text', () => {
  const text = 'not urgent, no  hurry';
  const words = wordSpans(text);
  assert.deepEqual(
    words.map((word) => withoutPiece(text, word)),
    ['urgent, no  hurry', 'not , no  hurry', 'not urgent,  hurry', 'not urgent, no  '],
  );
  const segments = segmentsOf(text, words);
  assert.equal(segments.map((segment) => segment.text).join(''), text);
  assert.deepEqual(
    segments.map(({ piece }) => piece),
    [0, -1, 1, -1, 2, -1, 3],
  );
});
