import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCell } from '../../../src/language/parseCell';
import { overlay } from '../../../src/language/notebookSession';
import { catalogue } from './catalogue';

const read = (text: string) => parseCell(text, { catalogue });

test('a data cell says how large its pictures are, and where their labels', () => {
  const { plan } = read('data: a.csv\nimage: {width: 8, height: 8, channels: 3}\nlabels: b.csv');
  assert.deepEqual(plan?.data, { path: 'a.csv', image: { width: 8, height: 8, channels: 3 }, labels: 'b.csv' });
  assert.deepEqual(overlay({ path: 'a.csv', labels: 'b.csv' }, { target: 'x' }).labels, 'b.csv');
});

test('what is no size is told in its place', () => {
  const { problems } = read('data: a.csv\nimage: {width: 0, wide: 3}');
  assert.deepEqual(
    problems.map(({ at }) => at.join('.')),
    ['image.width', 'image.wide'],
  );
});

test("a verb's own labels are no file of labels", () => {
  const [first, ...others] = catalogue.tasks.filter(({ id }) => id !== 'data');
  const own = { ...first!, parameters: [{ name: 'labels', type: 'integer' as const, doc: 'Labels of each class.' }] };
  const cards = { ...catalogue, tasks: [...catalogue.tasks.filter(({ id }) => id === 'data'), own, ...others] };
  const { plan, problems } = parseCell(`${own.id}: mlp\nlabels: 3`, { catalogue: cards });
  assert.deepEqual(problems, []);
  assert.deepEqual([plan?.options, plan?.data], [{ labels: 3 }, {}]);
});
