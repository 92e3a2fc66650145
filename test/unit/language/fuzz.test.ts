import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../../src/language/complete';
import { hover } from '../../../src/language/hover';
import { contextOf } from '../../../src/language/notebookSession';
import { parseCell } from '../../../src/language/parseCell';
import { context } from './around';
import { catalogue } from './catalogue';
import { goodCells } from './cells';

/** Whatever is in a cell, it is read without an exception, and every problem has a place inside the text. */
function read(text: string, offset: number): void {
  const { plan, problems } = parseCell(text, context);
  assert.ok(plan !== undefined || problems.length > 0, JSON.stringify(text));
  assert.ok(plan === undefined || problems.length === 0, JSON.stringify(text));
  for (const { range, message, fix } of problems) {
    const { start, end } = range;
    assert.ok(0 <= start.offset && start.offset <= end.offset && end.offset <= text.length, JSON.stringify(text));
    assert.ok(message.length > 5 && !/undefined|\[object|NaN$/.test(message), message);
    assert.notEqual(fix?.replacement, '');
  }
  for (const { range } of complete(text, offset, context)) {
    assert.ok(range.start.offset <= offset && offset <= range.end.offset, JSON.stringify([text, offset]));
    assert.equal(range.start.line, range.end.line);
  }
  hover(text, offset, context);
}

test('every beginning of a good cell can be read', () => {
  for (const text of goodCells) {
    for (let length = 0; length <= text.length; length++) read(text.slice(0, length), length);
  }
});

test('good cells with random edits can be read', () => {
  const pieces = [
    ...'\n\t\r :,-[]{}"\'#&*!|>%@`?~\\\u0000\u2028é',
    '- ',
    ': ',
    '\n  ',
    '&a ',
    '*a',
    '<<: ',
    '!!str ',
    '---\n',
    '__proto__',
    '𝒳',
    '\ud800',
  ];
  let state = 12345;
  const random = (n: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  for (let round = 0; round < 2500; round++) {
    let text = goodCells[random(goodCells.length)]!;
    for (let edits = 1 + random(4); edits > 0; edits--) {
      const at = random(text.length + 1);
      text = text.slice(0, at) + (random(3) === 0 ? '' : pieces[random(pieces.length)]!) + text.slice(at + random(3));
    }
    read(text, random(text.length + 1));
  }
});

test('a notebook of broken cells has a context', () => {
  const cells = goodCells.map((text) => text.slice(0, -3));
  const { data } = contextOf(cells, cells.length, catalogue);
  assert.ok(data?.path);
});

test('long cells are read in reasonable time', () => {
  const names = Array.from({ length: 5000 }, (_, i) => `column_${i}`);
  const start = performance.now();
  assert.ok(parseCell(`features: [${names.join(', ')}]`, { catalogue }).plan);
  assert.ok(performance.now() - start < 5000);
});
