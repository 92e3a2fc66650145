import type { Dataset } from '../../data/dataset';
import type { Matrix } from '../../data/matrix';
import { createRng } from '../../data/random';
import type { Rng } from '../../data/random';
import { listed } from '../../data/words';
import type { FigureOf, Plane } from '../../protocol/figures';
import type { TrainedModel } from '../training/trained';
import { packPoints, planeOf, pointsOf } from './plane';
import type { Axes } from './plane';

/** Moments of the way, noise and data among them. */
const moments = 11;
/** Rows that are followed, over all classes. */
const followed = 300;
/** Room at the edges, as a share of the range. */
const margin = 0.03;

type Denoising = FigureOf<'denoising'>;
interface Places {
  x: number[];
  y: number[];
  label: number[];
}

/** The way of rows from noise to data, of models that make rows step by step. `label`: of this class only. */
export async function denoisingFigure(
  models: readonly TrainedModel[],
  dataset: Dataset,
  axes: Axes,
  rng: Rng,
  label?: number,
): Promise<Denoising> {
  const panels: { model: string; frames: Places[] }[] = [];
  for (const model of models)
    panels.push({ model: model.name, frames: await framesOf(model, axes, rng.fork(model.name), label) });
  const { parts, target } = dataset;
  const real = label === undefined ? parts.train : parts.train.filter((row) => target?.codes[row] === label);
  const places = panels.flatMap(({ frames }) => frames);
  const plane = planeOf(axes, dataset, 0);
  return {
    kind: 'denoising',
    title: `From noise to rows: ${axes.x.name} × ${axes.y.name}`,
    summary: `Rows that ${listed(panels.map(({ model }) => model))} makes, from noise in ${moments - 1} moments to where they end, over the training rows.`,
    classes: target?.classes ?? [],
    plane: {
      ...plane,
      x: widened(
        plane.x,
        places.flatMap(({ x }) => x),
      ),
      y: widened(
        plane.y,
        places.flatMap(({ y }) => y),
      ),
    },
    real: pointsOf(axes, real, target?.codes, createRng(0)),
    shown: moments - 1,
    panels: panels.map(({ model, frames }) => ({
      model,
      frames: frames.map(({ x, y, label: codes }) => packPoints(x, y, codes)),
    })),
  };
}

async function framesOf(
  { fitted, logPrior, facts: { encoding } }: TrainedModel,
  axes: Axes,
  rng: Rng,
  only: number | undefined,
): Promise<Places[]> {
  const columnOf = ({ name }: Axes['x']) => {
    const at = encoding.features.find((feature) => feature.name === name)!.start;
    const { mean, scale } = encoding.columns[at]!;
    return (z: Matrix, row: number) => mean + scale * z.data[row * z.columns + at]!;
  };
  const [x, y] = [columnOf(axes.x), columnOf(axes.y)];
  const out = Array.from({ length: moments }, (): Places => ({ x: [], y: [], label: [] }));
  for (const [label, log] of logPrior.entries()) {
    const rows = Math.round(followed * (only === undefined ? Math.exp(log) : Number(label === only)));
    if (rows === 0) continue;
    const path = await fitted.samplePath!(rows, label, rng.fork(label), moments);
    path.forEach((z, moment) => {
      for (let i = 0; i < rows; i++) {
        out[moment]!.x.push(x(z, i));
        out[moment]!.y.push(y(z, i));
        out[moment]!.label.push(label);
      }
    });
  }
  return out;
}

function widened(axis: Plane['x'], values: readonly number[]): Plane['x'] {
  const low = values.reduce((least, value) => Math.min(least, value), axis.low);
  const high = values.reduce((most, value) => Math.max(most, value), axis.high);
  return { ...axis, low: low - margin * (high - low), high: high + margin * (high - low) };
}
