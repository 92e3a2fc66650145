import type { LabelledDataset } from '../../data/dataset';
import { createRng } from '../../data/random';
import { rowOf } from '../../data/matrix';
import { listed } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import { mostProbable } from '../judging/metrics';
import type { JudgedPath } from '../latent/path';
import { packPoints, planeOf, pointsOf } from './plane';
import type { Axes } from './plane';

/** Classes whose probability is drawn: those that matter somewhere on the path. */
const noticeable = 0.05;

/** Paths through latent spaces over two features, beside the straight line between the two rows. */
export function pathFigure(
  paths: readonly JudgedPath[],
  ends: readonly [number, number],
  dataset: LabelledDataset,
  axes: Axes,
): FigureOf<'latent-path'> {
  const { target, parts } = dataset;
  const codes = target.whole ? undefined : target.codes;
  const both = (axis: Axes['x']) =>
    pack(
      'f32',
      ends.map((row) => axis.values[row]!),
    );
  return {
    kind: 'latent-path',
    title: `Paths between two rows: ${axes.x.name} × ${axes.y.name}`,
    summary: `Rows on the way from row ${ends[0]} to row ${ends[1]} through the latent space of ${listed(paths.map(({ model }) => model.name))}, over the training rows, beside the straight line.`,
    classes: target.whole ? [] : target.classes,
    plane: { ...planeOf(axes, dataset, 0), choices: [axes.x.name, axes.y.name] },
    real: pointsOf(axes, parts.train, codes, createRng(0)),
    straight: { x: both(axes.x), y: both(axes.y) },
    panels: paths.map(({ model, cells, judged }) => {
      const names = model.facts.encoding.features.map(({ name }) => name);
      const along = (axis: Axes['x']) => cells.map((row) => Number(row[names.indexOf(axis.name)]));
      const labels = judged ? mostProbable(judged.proba) : cells.map(() => -1);
      return { model: model.name, path: packPoints(along(axes.x), along(axes.y), labels) };
    }),
  };
}

/** P(y | x) along the paths, of the classes that are likely somewhere on them. */
export function pathCurves(paths: readonly JudgedPath[], { target }: LabelledDataset): FigureOf<'curves'>[] {
  const several = paths.length > 1;
  const series = paths.flatMap(({ model, t, judged }) => {
    if (!judged) return [];
    const of = (k: number) => Array.from(t, (_, i) => rowOf(judged.proba, i)[k]!);
    return target.classes.flatMap((name, k) => {
      const y = of(k);
      if (Math.max(...y) < noticeable) return [];
      return [{ name: several ? `${model.name}: ${name}` : name, group: name, x: Array.from(t), y }];
    });
  });
  if (series.length === 0) return [];
  return [
    {
      kind: 'curves',
      title: `P(${target.name}) along the path`,
      summary: `Probability of each ${target.name} for the rows on the way; classes that are never likely are left out.`,
      x: { title: 'position on the path', log: false },
      y: { title: `P(${target.name} | x)` },
      series,
      marks: [],
    },
  ];
}
