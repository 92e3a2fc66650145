import assert from 'node:assert/strict';
import { test } from 'node:test';
import { result } from '../../../src/protocol/result';
import { seconds, textSummary } from '../../../src/protocol/textSummary';
import { makeModel, makeResult } from '../host/sampleResult';

test('a result reads well as plain text', () => {
  const lines = textSummary(result.parse(makeResult())).split('\n');
  assert.deepEqual(lines, [
    'train: data/penguins.csv, 344 rows (256 for training, 86 for testing, 2 without a label)',
    'target: species (Adelie, Chinstrap, Gentoo)',
    'features: bill_length_mm, flipper_length_mm',
    'missing cells: 4',
    '',
    'model                 accuracy  log loss  mean log density',
    'mlp                     0.9767    0.0812',
    'gaussian-naive-bayes    0.9884    0.0451           -7.2500',
    '',
    'cost                  parameters  bytes     fit  predict per row  steps  ran on',
    'mlp                           15   1200  4.2 ms         1.234 µs     12  cpu float64',
    'gaussian-naive-bayes          15   1200  4.2 ms         1.234 µs     12  cpu float64',
    '',
    'can                   classifies  density  new rows  gaps  fills in  unlabelled rows',
    'mlp                   yes         –        –         –     –         –',
    'gaussian-naive-bayes  yes         –        –         –     –         –',
    '',
    'Note: 2 rows have no label.',
    '',
    'webgl float32 on a graphics card, seed 0, 1.2 s',
  ]);
});

test('a metric that no model has takes no column, and no model takes no table', () => {
  const text = textSummary(makeResult({ models: [makeModel('kde', { logDensity: 1 })] }));
  assert.match(text, /^model {2}mean log density$/m);
  assert.doesNotMatch(text, /accuracy/);
  const data = textSummary(makeResult({ verb: 'data', models: [] }));
  assert.doesNotMatch(data, /model|cost/);
});

test('what models can do is told where they are trained, with a column more where one can do more', () => {
  const models = [
    { ...makeModel('a', {}), capabilities: ['Classifier' as const] },
    { ...makeModel('b', {}), capabilities: ['Sampler' as const, 'Latent' as const] },
  ];
  const text = textSummary(makeResult({ models }));
  assert.match(text, /^can +classifies +density +new rows +gaps +fills in +latent space +unlabelled rows$/m);
  assert.match(text, /^a +yes +– +– +– +– +– +–$/m);
  assert.match(text, /^b +– +– +yes +– +– +yes +–$/m);
  assert.doesNotMatch(textSummary(makeResult({ verb: 'sample', models })), /fills in/);
});

test('tables are aligned, long ones are cut and say so, cells stay on one line', () => {
  const rows = Array.from({ length: 25 }, (_, i) => [`row\n${i}`, i / 3, i % 2 === 0 ? null : 'x']);
  const text = textSummary(makeResult({ tables: [{ name: 'columns', columns: ['column', 'mean', 'why'], rows }] }));
  assert.match(text, /^columns\ncolumn +mean +why\nrow 0 +0\nrow 1 +0\.3333 +x$/m);
  assert.match(text, /^… 5 more rows$/m);
});

test('what was stopped and why another backend ran is said', () => {
  const engine = { ...makeResult().engine, backend: 'cpu' as const, reason: 'WebGL is emulated here.' };
  const text = textSummary(makeResult({ interrupted: true, engine }));
  assert.match(text, /^cpu float32.*\nWebGL is emulated here\.\nStopped by the user/m);
});

test('times are told in a unit that fits', () => {
  assert.deepEqual([0.0000004, 0.0421, 0.9994, 1.25, 59.94, 245].map(seconds), [
    '0.0004 ms',
    '42 ms',
    '1000 ms',
    '1.3 s',
    '59.9 s',
    '4 min 5 s',
  ]);
});
