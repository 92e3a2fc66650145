// The parts of the renderer that need no page.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RunBoard } from '../../../renderers/board';
import type { RunState } from '../../../renderers/board';
import { relay } from '../../../renderers/relay';
import { checkResult, readSaved } from '../../../renderers/saved';
import { numberWriter } from '../../../renderers/view/grid';
import { toCsv } from '../../../renderers/view/save';
import { best, costWords, formatBytes, formatSeconds, metricWords, plural } from '../../../renderers/view/words';
import Papa from 'papaparse';
import type { Progress } from '../../../src/protocol/messages';
import { cost, metrics } from '../../../src/protocol/result';
import { sampleFigures, sampleResult } from '../../support/figures';

test('every metric and cost of the protocol has a name and an explanation', () => {
  assert.deepEqual(Object.keys(metricWords).sort(), Object.keys(metrics.shape).sort());
  assert.deepEqual([...Object.keys(costWords), 'backend'].sort(), Object.keys(cost.shape).sort());
  for (const { label, doc, write } of Object.values({ ...metricWords, ...costWords })) {
    assert.match(doc, /\.$/);
    assert.ok(label.length < 25);
    assert.notEqual(write(0.123), '');
  }
});

describe('the best of a column', () => {
  test('is the highest, the lowest or the nearest', () => {
    assert.deepEqual(best(metricWords.accuracy, [0.9, undefined, 0.95]), new Set([2]));
    assert.deepEqual(best(metricWords.logLoss, [0.2, 0.1, 0.3]), new Set([1]));
    assert.deepEqual(best(metricWords.twoSampleAuc, [0.4, 0.45, 0.7]), new Set([1]));
  });
  test('is shared by values that are written alike', () =>
    assert.deepEqual(best(metricWords.accuracy, [0.95, 0.95000001, 0.9]), new Set([0, 1])));
  test('is nobody where all are alike, alone, or where more is neither better nor worse', () => {
    assert.deepEqual(best(metricWords.accuracy, [0.95, 0.95]), new Set());
    assert.deepEqual(best(metricWords.logDensity, [-3, undefined]), new Set());
    assert.deepEqual(best(costWords.steps, [1, 2]), new Set());
  });
});

test('times, sizes and counts are written for people', () => {
  assert.deepEqual([0.0123, 2.345, 75, 754].map(formatSeconds), ['12.3 ms', '2.35 s', '75 s', '12 min 34 s']);
  assert.deepEqual([0, 999, 1240, 7.5e6].map(formatBytes), ['0 B', '999 B', '1.24 kB', '7.5 MB']);
  assert.deepEqual([plural(1, 'row'), plural(1250, 'row')], ['1 row', '1,250 rows']);
});

test('CSV quotes what needs quotes and can be read back', () => {
  const rows = [
    ['a,b', 1.5, null],
    ['say "hi"', -2, 'line\nbreak'],
  ];
  const text = toCsv(['name', 'n', 'x'], rows);
  assert.equal(text, 'name,n,x\r\n"a,b",1.5,\r\n"say ""hi""",-2,"line\nbreak"\r\n');
  assert.deepEqual(Papa.parse(text.trimEnd()).data, [
    ['name', 'n', 'x'],
    ['a,b', '1.5', ''],
    ['say "hi"', '-2', 'line\nbreak'],
  ]);
});

test('numbers of a column have the same decimals', () => {
  const write = numberWriter([43.92, 5, 200.9152, -2.5]);
  assert.deepEqual([43.92, 5, 200.9152, -2.5, 0].map(write), ['43.92', '5.00', '200.92', '−2.50', '0.00']);
  assert.equal(write(1e-5), '1.000e−5', 'a small number is not written as zero');
  assert.deepEqual([1250, 3].map(numberWriter([1250, 3])), ['1,250', '3']);
  assert.equal(numberWriter([])(1), '1');
});

describe('progress on its way to the host', () => {
  const figure = sampleFigures['decision-boundary'];
  test('is thinned to ten messages and three figures a second', () => {
    let now = 0;
    const sent: Progress[] = [];
    const report = relay(
      (each) => sent.push(each),
      () => now,
    );
    for (; now < 2000; now += 10) report({ text: 'fitting', step: now, figure });
    assert.equal(sent.length, 20);
    const figures = sent.filter((each) => each.figure).length;
    assert.ok(figures >= 5 && figures <= 6, `${figures} figures in 2 s`);
  });
  test('survives JSON', () => {
    const sent: Progress[] = [];
    relay(
      (each) => sent.push(each),
      () => 0,
    )({
      text: 'x',
      loss: NaN,
      fraction: Infinity,
      step: 1,
      history: [
        { step: 0, loss: 1 },
        { step: 1, loss: NaN },
      ],
    });
    assert.deepEqual(sent, [{ text: 'x', step: 1, history: [{ step: 0, loss: 1 }] }]);
    assert.deepEqual(JSON.parse(JSON.stringify(sent)), sent);
  });
});

describe('the board of runs', () => {
  test('tells those who ask for a run, until they stop', () => {
    const board = new RunBoard();
    const seen: RunState[] = [];
    const stop = board.subscribe('a', (state) => seen.push(state));
    board.set('a', { kind: 'running' });
    board.set('b', { kind: 'failed' });
    stop();
    board.set('a', { kind: 'failed' });
    assert.deepEqual(seen, [{ kind: 'running' }]);
    assert.deepEqual(board.get('a'), { kind: 'failed' });
    board.delete('a');
    assert.equal(board.get('a'), undefined);
  });
});

describe('saved outputs', () => {
  const good = sampleResult(Object.values(sampleFigures));
  test('a result survives JSON and is read as it was', () => {
    assert.deepEqual(readSaved(JSON.stringify(good)), { kind: 'result', result: good });
    assert.deepEqual(readSaved('{"version":1,"runId":"r","running":true}'), { kind: 'running', runId: 'r' });
  });
  test('whatever else is there becomes a sentence', () => {
    for (const text of [
      '',
      '[]',
      'null',
      '1',
      '"x"',
      '{}',
      '{"version":0}',
      '{"version":"1"}',
      JSON.stringify({ ...good, models: 3 }),
    ]) {
      const saved = readSaved(text);
      assert.equal(saved.kind, 'sentence', text);
      assert.match(saved.kind === 'sentence' ? saved.text : '', /^This output (is damaged|was written)/);
    }
  });
  test('the sentence names the place, and no more of it than fits', () => {
    const long = 'x'.repeat(5000);
    const saved = checkResult({ ...good, models: [{ ...good.models[0], options: { [long]: 1n } }] });
    assert.equal(saved.kind, 'sentence');
    assert.ok(saved.kind === 'sentence' && saved.text.length < 250 && saved.text.includes('models.0'));
  });
});
