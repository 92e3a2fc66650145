import type { NumericColumn } from '../../data/table';
import type { FigureOf } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import type { TrainedModel } from '../training/trained';
import type { Axes } from './plane';

type Components = NonNullable<FigureOf<'decision-boundary'>['panels'][number]['components']>;

/** Components that a panel holds at most: those with the largest P(y) P(component | y). */
const mostComponents = 200;

/** The Gaussians of a model in the plane, the other features summed out, in the units of the file. */
export function planeComponents({ fitted, facts, logPrior }: TrainedModel, axes: Axes): Components | undefined {
  const columnOf = ({ name }: NumericColumn) => facts.encoding.features.find((feature) => feature.name === name)!.start;
  const [jx, jy] = [columnOf(axes.x), columnOf(axes.y)];
  const all = fitted.components?.(Int32Array.of(jx, jy)) ?? [];
  if (all.length === 0) return undefined;
  const share = ({ label, weight }: (typeof all)[number]) => Math.exp(logPrior[label]!) * weight;
  const chosen = all
    .map((component, position) => ({ component, position }))
    .sort((a, b) => share(b.component) - share(a.component) || a.position - b.position)
    .slice(0, mostComponents)
    .sort((a, b) => a.position - b.position)
    .map(({ component }) => component);
  const [x, y] = [facts.encoding.columns[jx]!, facts.encoding.columns[jy]!];
  const inFile = chosen.map(({ mean, covariance: { data } }) => ({
    mean: [x.mean + x.scale * mean[0]!, y.mean + y.scale * mean[1]!],
    covariance: [x.scale ** 2 * data[0]!, x.scale * y.scale * data[1]!, y.scale ** 2 * data[3]!],
  }));
  const n = chosen.length;
  return {
    label: pack(
      'i32',
      chosen.map(({ label }) => label),
    ),
    weight: pack(
      'f32',
      chosen.map(({ weight }) => weight),
    ),
    mean: pack(
      'f64',
      inFile.flatMap(({ mean }) => mean),
      [n, 2],
    ),
    covariance: pack(
      'f64',
      inFile.flatMap(({ covariance }) => covariance),
      [n, 3],
    ),
  };
}
