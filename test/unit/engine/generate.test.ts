import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createRng } from '../../../src/data/random';
import { toyNames } from '../../../src/data/toyNames';
import type { Json } from '../../../src/protocol/cards';
import { problemOf } from '../../support/problem';
import { modelNamed, planOf, reference, TestHouse } from './runSupport';

const names = toyNames(120, createRng(1));
const csv = ['name,language', ...names.map(({ name, tongue }) => `${name},${tongue}`)].join('\n');
const data = { path: 'names.csv', target: 'language', text: { column: 'name' } };
const small = { embedding_size: 16, heads: 2, blocks: 1, max_iter: 4, learning_rate_init: 0.01 };
const model = modelNamed('language-model', small);
const house = new TestHouse({ 'names.csv': csv, 'iris.csv': reference('iris.csv') });
const generate = (options: { [name: string]: Json }) => house.run(planOf('generate', data, [model], { options }));

suite('generate', () => {
  test('writes texts of a class from a prompt, with the probability of each character', async () => {
    const result = await generate({ prompt: 'Ko', class: 'Korgan', n: 5 });
    const [table] = result.tables;
    assert.deepEqual(table!.columns, ['text', 'class', 'logProbability']);
    assert.equal(table!.rows.length, 5);
    for (const [text, language, logProbability] of table!.rows) {
      assert.ok(String(text).startsWith('Ko'));
      assert.equal(language, 'Korgan');
      assert.ok(Number(logProbability) < 0);
    }
    const [figure] = result.figures;
    assert.ok(figure?.kind === 'token-probabilities');
    assert.equal(figure.lines[0]!.tokens.join(''), table!.rows[0]![0]);
  });

  test('the same seed writes the same texts, another one others', async () => {
    const texts = async (seed: number) => (await generate({ n: 8, seed })).tables[0]!.rows.map(([text]) => text);
    assert.deepEqual(await texts(1), await texts(1));
    assert.notDeepEqual(await texts(1), await texts(2));
  });

  test('letters of the prompt that were never seen are told', async () => {
    const { notes } = await generate({ prompt: 'Ω ', n: 1 });
    assert.ok(notes.some((note) => /has never seen Ω, blank of the prompt/.test(note)));
  });

  test('ends texts where it is told to, and tells of a prompt that leaves no room', async () => {
    const { tables } = await generate({ n: 6, max_length: 3 });
    for (const [text] of tables[0]!.rows) assert.ok([...String(text)].length <= 3, String(text));
    const { notes } = await generate({ n: 1, prompt: 'Ka'.repeat(20) });
    assert.ok(notes.some((note) => /leaves nothing to write/.test(note)));
  });

  test('the figure says what else could stand at each place', async () => {
    const { figures } = await generate({ n: 1, class: 'Tashi' });
    const [figure] = figures;
    assert.ok(figure?.kind === 'token-probabilities');
    const [{ tokens, hints }] = figure.lines as [(typeof figure.lines)[number]];
    assert.equal(hints!.length, tokens.length);
    for (const hint of hints!) assert.match(hint, /^\S+ \d+ %, \S+ \d+ %, \S+ \d+ %$/);
  });

  test('needs a model of texts, and texts', async () => {
    const other = await problemOf(house.run(planOf('generate', data, ['gaussian-mixture'])));
    assert.match(other.message, /it writes no texts\. Models that do: language-model/);
    const rows = { path: 'iris.csv', target: 'label' };
    assert.equal((await problemOf(house.run(planOf('generate', rows, [model])))).code, 'no-tokens');
    assert.equal((await problemOf(generate({ class: 'Elvish' }))).code, 'unknown-class');
  });
});

test('a language model is judged by perplexity and by the density of whole texts', async () => {
  const { models } = await house.run(planOf('train', data, [model]));
  const { perplexity, logDensity, accuracy } = models[0]!.metrics;
  assert.ok(perplexity! > 1 && perplexity! < 40, `${perplexity}`);
  assert.ok(logDensity! < 0 && accuracy! >= 0);
});

test('without a target it learns all texts alike', async () => {
  const whole = { path: data.path, text: data.text };
  const result = await house.run(planOf('generate', whole, [model], { options: { n: 3 } }));
  assert.deepEqual(result.tables[0]!.columns, ['text', 'logProbability']);
});
