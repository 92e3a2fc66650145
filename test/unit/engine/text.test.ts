import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createRng } from '../../../src/data/random';
import { helpDeskMessages } from '../../../src/data/toyMessages';
import type { DataPlan } from '../../../src/protocol/plan';
import { textFile, textReference } from '../../support/textReference';
import { modelNamed, planOf, TestHouse } from './runSupport';

const house = () => new TestHouse({ 'texts.csv': textFile() });
const plan = (ngrams: number): DataPlan => ({
  path: 'texts.csv',
  target: 'label',
  split: { by: 'fold' },
  text: { column: 'text', ngrams },
});

for (const [block, ngrams] of [
  ['unigram', 1],
  ['uni_bigram', 2],
] as const) {
  suite(`text columns against the ${block} counts of the reference`, () => {
    const { expected, train } = textReference(block);
    for (const [id, method] of [
      ['multinomial-naive-bayes', 'multinomial_nb'],
      ['bernoulli-naive-bayes', 'bernoulli_nb'],
      ['logistic-regression', 'logreg'],
    ] as const) {
      test(id, async () => {
        const result = await house().run(planOf('train', plan(ngrams), [modelNamed(id)]));
        const { metrics } = result.models[0]!;
        assert.equal(train.x.columns, block === 'unigram' ? 37 : 258);
        assert.ok(Math.abs(metrics.accuracy! - expected[method].accuracy) < 1e-6, String(metrics.accuracy));
        assert.ok(Math.abs(metrics.logLoss! - expected[method].logloss) < 1e-3, String(metrics.logLoss));
        for (const [label, words] of Object.entries(expected[method].top_words ?? {})) {
          const told = result.tables.find(({ name }) => name === 'top-words')!.rows.filter((row) => row[1] === label);
          // the reference tells of words against the class, too, where few are for it
          const sign = label === 'offer' ? 1 : -1;
          assert.equal(told.length, Math.min(10, words.filter(([, weight]) => sign * weight > 1e-9).length));
          told.forEach(([, , , weight], i) => {
            assert.ok(Math.abs((weight as number) - sign * words[i]![1]) < 1e-3, `${label} ${i}: ${weight}`);
          });
          assert.equal(told[0]![2], words[0]![0]);
        }
        assert.ok(result.notes.includes('No boundary is drawn: it needs two numeric features.'));
      });
    }
  });
}

test('texts are described, drawn as their words, and classified by a model of an earlier cell', async () => {
  const home = house();
  const described = await home.run(planOf('data', plan(1)));
  assert.deepEqual(
    described.tables[0]!.rows.map(([name, , role]) => [name, role]),
    [
      ['text', 'feature'],
      ['label', 'target'],
      ['fold', 'split'],
    ],
  );
  const lengths = described.figures.find((figure) => figure.kind === 'histograms')!;
  assert.deepEqual(
    lengths.columns.map(({ feature }) => feature),
    ['characters of text', 'words of text'],
  );
  const counted = lengths.columns.map(({ counts }) => counts.flat().reduce((sum, count) => sum + count, 0));
  assert.deepEqual(new Set(counted), new Set([textFile().trim().split('\n').length - 1]));
  assert.deepEqual(
    described.figures.map(({ kind }) => kind),
    ['class-balance', 'histograms'],
  );
  const first = await home.run(planOf('train', plan(1), [modelNamed('multinomial-naive-bayes', {}, 'words')]));
  const again = { ref: 'words', name: 'words', options: {}, at: ['train'] };
  const second = await home.run(planOf('train', plan(2), [again]));
  assert.deepEqual(second.models[0]!.metrics, first.models[0]!.metrics);
  const other = await home.run(planOf('train', plan(2), [modelNamed('multinomial-naive-bayes')]));
  assert.notEqual(other.models[0]!.key, first.models[0]!.key);

  const sampled = await home.run(planOf('sample', plan(1), [again], { options: { n: 20, class: 'offer' } }));
  const vocabulary = new Set(textFile().split(/[\s,]+/));
  const { columns, rows } = sampled.tables[0]!;
  const texts = rows.map((row) => String(row[columns.indexOf('text')]));
  assert.equal(texts.length, 20);
  assert.ok(texts.every((text) => text.split(' ').every((word) => word === '' || vocabulary.has(word))));
  assert.ok(new Set(texts).size > 10);
  const given = await home.run(
    planOf('sample', plan(1), [again], { options: { n: 2, given: { text: 'guvun gatist' } } }),
  );
  assert.deepEqual(
    given.tables[0]!.rows.map((row) => row[given.tables[0]!.columns.indexOf('text')]),
    ['gatist guvun', 'gatist guvun'],
  );
});

test('categories beside texts have probabilities of their own in naive Bayes, which the notes know', async () => {
  const lines = textFile().split('\n');
  const colours = lines.map((line, i) => `${line},${i === 0 ? 'colour' : ['red', 'green', 'blue'][i % 3]}`);
  const home = new TestHouse({ 'texts.csv': colours.join('\n') });
  const ids = ['multinomial-naive-bayes', 'gaussian-naive-bayes'];
  const result = await home.run(
    planOf(
      'train',
      plan(1),
      ids.map((id) => modelNamed(id)),
    ),
  );
  const told = result.notes.filter((note) => note.includes('categories count as columns of 0 and 1'));
  assert.equal(told.length, 1);
  assert.ok(told[0]!.startsWith('gaussian-naive-bayes: '), told[0]);
  assert.ok(result.models[0]!.metrics.accuracy! > 0.85);
});

test('200 messages without a label teach a model of few labels what their words mean', async () => {
  // 0.69 to 0.73 over twelve draws of 20 labels; Nigam, McCallum, Thrun and Mitchell (2000) find the same of news and web pages
  const means = new Map([false, true].map((unlabelled) => [unlabelled, 0]));
  const draws = [1, 2, 3, 4, 5, 6];
  for (const seed of draws) {
    const part = (i: number) => (i < 220 ? 'train' : 'test');
    const lines = helpDeskMessages(620, createRng(seed)).map(
      ({ text, urgency }, i) => `"${text}",${i >= 20 && i < 220 ? '' : urgency},${part(i)}`,
    );
    const home = new TestHouse({ 'desk.csv': ['text,urgency,part', ...lines].join('\n') });
    const data: DataPlan = { path: 'desk.csv', target: 'urgency', split: { by: 'part' }, text: { column: 'text' } };
    for (const unlabelled of [false, true]) {
      const plan = planOf('train', data, [modelNamed('multinomial-naive-bayes')], { options: { unlabelled } });
      const { metrics } = (await home.run(plan)).models[0]!;
      means.set(unlabelled, means.get(unlabelled)! + metrics.accuracy! / draws.length);
    }
  }
  const [without, withAll] = [means.get(false)!, means.get(true)!];
  assert.ok(withAll > without + 0.03, `${without}, then ${withAll}`);
});
