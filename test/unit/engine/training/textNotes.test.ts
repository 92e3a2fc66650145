import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTable } from '../../../../src/data/formats';
import { buildDataset, requireTarget } from '../../../../src/data/dataset';
import { assemble } from '../../../../src/engine/training/assemble';
import { modelOf } from '../../../support/training';

const rows = Array.from({ length: 40 }, (_, i) => {
  const text = i < 3 ? 'every word of it again, '.repeat(40) : `ticket ${i} of today`;
  return `"${text}",${i % 2 ? 'a' : 'b'},${i === 7 ? '' : (7 * i) % 50}`;
});
const file = ['text,label,age', ...rows].join('\n');

function assembled(model: string) {
  const plan = { path: 'texts.csv', target: 'label', text: { column: 'text' }, split: { test: 0.05, seed: 0 } };
  const table = readTable('texts.csv', new TextEncoder().encode(file));
  return assemble(requireTarget(buildDataset(table, plan, 'hash')), modelOf(model));
}

test('what of a file a model of texts does not read is said', () => {
  for (const [model, unit] of [
    ['language-model', 'characters'],
    ['text-transformer', 'words'],
  ] as const) {
    const said = assembled(model).notes.join(' ');
    assert.match(said, new RegExp(`[23] training texts are longer than \\d+ ${unit} and read up to there`), model);
    assert.match(said, /It reads the text only; other features are not read: age/, model);
  }
});

test('a gap in a feature that is not read costs no row', () => {
  const all = assembled('language-model').data.x.rows;
  assert.equal(assembled('text-transformer').data.x.rows, all);
  assert.ok(assembled('logistic-regression').data.x.rows < all);
});
