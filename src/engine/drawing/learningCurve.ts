import type { LabelledDataset } from '../../data/dataset';
import { grouped, listed } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import { shortNumber } from '../judging/ranking';
import { aboutRows } from '../sizes/crossing';
import type { LearningCurve } from '../sizes/learningCurve';
import type { Pair } from '../sizes/pairs';
import { errorOf } from '../sizes/trials';

type Curves = FigureOf<'curves'>;

/** Crossings that are marked, and told in the sentence below. */
const mostMarks = 8;
const mostTold = 3;

/** Test error over the number of rows; none where nothing was measured. `asymptotes`: the errors with all rows. */
export function learningCurveFigure(
  curves: readonly LearningCurve[],
  pairs: readonly Pair[],
  asymptotes: readonly number[],
  { target, parts }: LabelledDataset,
): Curves[] {
  const series = curves.map(({ model, sizes }, i): Curves['series'][number] => {
    const points = sizes
      .filter(({ trials }) => trials.length > 0)
      .map(({ rows, trials }) => ({ rows, ...errorOf(trials) }));
    return {
      name: model.name,
      x: points.map(({ rows }) => rows),
      y: points.map(({ mean }) => mean),
      low: points.map(({ mean, sd }) => Math.max(0, mean - sd)),
      high: points.map(({ mean, sd }) => Math.min(1, mean + sd)),
      asymptote: asymptotes[i]!,
    };
  });
  if (series.every(({ x }) => x.length === 0)) return [];
  const ends = series.map(({ name, asymptote }) => `${name} ${shortNumber(asymptote!)}`);
  const crossed = crossingsOf(pairs).slice(0, mostMarks);
  return [
    {
      kind: 'curves',
      title: `Learning curve: ${target.name}`,
      summary:
        `Test error over the number of training rows, mean of the draws with a band of one standard deviation; error with all ${grouped(parts.train.length)} rows: ${listed(ends)}. ${crossed
          .slice(0, mostTold)
          .map(({ sentence }) => sentence)
          .join(' ')}`.trim(),
      x: { title: 'training rows', log: true },
      y: { title: 'test error' },
      series,
      marks: crossed.map((pair) => markOf(pair, series)),
    },
  ];
}

/** The crossings beyond doubt; where there are none, those that are so on one side. */
function crossingsOf(pairs: readonly Pair[]): Pair[] {
  const sure = pairs.filter(({ crossing }) => crossing && crossing.sureBefore && crossing.sureAfter);
  if (sure.length > 0) return sure;
  return pairs.filter(({ crossing }) => crossing && (crossing.sureBefore || crossing.sureAfter));
}

function markOf({ first, second, crossing }: Pair, series: Curves['series']): Curves['marks'][number] {
  const { rows, firstBefore, sureBefore, sureAfter } = crossing!;
  const after = firstBefore ? second : first;
  const heights = [first, second].map((name) =>
    heightAt(
      series.find((one) => one.name === name)!,
      rows,
    ),
  );
  const doubt = sureBefore && sureAfter ? '' : ' (within noise)';
  return {
    x: rows,
    y: (heights[0]! + heights[1]!) / 2,
    text: `${after} is ahead from about ${aboutRows(rows)} rows on${doubt}`,
  };
}

/** Between two points of a line on a logarithmic axis. */
function heightAt({ x, y }: Curves['series'][number], rows: number): number {
  const next = x.findIndex((value) => value >= rows);
  if (next <= 0) return y[next < 0 ? y.length - 1 : 0]!;
  const share = Math.log(rows / x[next - 1]!) / Math.log(x[next]! / x[next - 1]!);
  return y[next - 1]! + share * (y[next]! - y[next - 1]!);
}
