// The numbers that reach Plotly, in short; `UPDATE_SNAPSHOTS=1` writes them anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { rendererOf } from '../../../renderers/figures/index';
import { paperTheme } from '../../../renderers/figures/theme';
import type { Bag, Value } from '../../../renderers/figures/figure';
import type { Figure } from '../../../src/protocol/figures';
import { sampleFigures, sampleKinds } from '../../support/figures';

const file = join('test', 'unit', 'figures', 'snapshots.json');
const round = (value: number) => Number(value.toPrecision(6));

/** Count, lowest, highest and mean of the numbers in a list or matrix. */
function numbersOf(value: Value | undefined): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const numbers = value.flat().filter((each) => typeof each === 'number');
  const mean = numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  return numbers.length === 0 ? [0] : [numbers.length, Math.min(...numbers), Math.max(...numbers), mean].map(round);
}

function summary(figure: Figure) {
  const { data, layout } = rendererOf(figure).spec(figure, paperTheme, 900);
  const traces = data.map((trace) => {
    const words = ['type', 'mode', 'xaxis', 'yaxis', 'name']
      .map((key) => trace[key])
      .filter((each) => typeof each === 'string');
    const numbers = ['x', 'y', 'z'].flatMap((key) => {
      const each = numbersOf(trace[key]);
      return each ? [`${key} ${each.join(' ')}`] : [];
    });
    const contours = trace['contours'] as Bag | undefined;
    const levels = contours
      ? [`levels ${['start', 'end', 'size'].map((key) => round(contours[key] as number)).join(' ')}`]
      : [];
    return [...words, ...numbers, ...levels].join(' | ');
  });
  return { height: layout['height'], traces };
}

test('every kind of figure gives the numbers it gave before', () => {
  const now = Object.fromEntries(sampleKinds.map((kind) => [kind, summary(sampleFigures[kind])]));
  if (process.env['UPDATE_SNAPSHOTS']) writeFileSync(file, JSON.stringify(now, null, 1) + '\n');
  assert.deepEqual(now, JSON.parse(readFileSync(file, 'utf8')));
});
