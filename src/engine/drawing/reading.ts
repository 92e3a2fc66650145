import type { Dataset } from '../../data/dataset';
import type { Matrix } from '../../data/matrix';
import type { Column } from '../../data/table';
import { listed } from '../../data/words';
import type { FigureOf, Plane } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import { mapsOf, panelHead } from './maps';
import { numericFeatures, packPoints } from './plane';
import type { Axes } from './plane';
import type { TrainedModel } from '../training/trained';

type Boundary = FigureOf<'decision-boundary'>;

/** What models say at a single point of the plane, exactly: a figure whose grid is this point. */
export async function pointReading(
  models: readonly TrainedModel[],
  dataset: Dataset,
  axes: Axes,
  at: { x: number; y: number },
): Promise<Boundary> {
  const choices = numericFeatures(dataset).map(({ name }) => name);
  const axis = (column: Column, value: number) => ({ feature: column.name, low: value, high: value });
  const plane: Plane = { x: axis(axes.x, at.x), y: axis(axes.y, at.y), width: 1, height: 1, choices };
  const panels: Boundary['panels'] = [];
  for (const model of models) {
    const maps = await mapsOf(model, dataset, axes, plane, true);
    const exact = ({ data, columns }: Matrix) => pack('f64', data, [columns, 1, 1]);
    panels.push({
      ...panelHead(model, maps),
      posterior: exact(maps.posterior),
      ...(maps.logDensity ? { logDensity: exact(maps.logDensity), logPrior: pack('f64', model.logPrior) } : {}),
    });
  }
  const nothing = packPoints([], [], []);
  return {
    kind: 'decision-boundary',
    title: `${axes.x.name} ${at.x}, ${axes.y.name} ${at.y}`,
    summary: `P(y | x) at one point by ${listed(models.map(({ name }) => name))}.`,
    classes: dataset.target?.classes ?? [],
    plane,
    panels,
    train: nothing,
    test: nothing,
  };
}
