import type { Dataset } from '../../data/dataset';
import type { Encoding } from '../../data/encoding';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { createRng } from '../../data/random';
import { listed } from '../../data/words';
import type { FigureOf, Plane } from '../../protocol/figures';
import { pack, quantise } from '../../protocol/packing';
import type { Adversaries } from '../model';
import { gridRows } from './maps';
import { planeOf, pointsOf, ticks } from './plane';
import type { Axes } from './plane';

type Panel = FigureOf<'adversarial'>['panels'][number];

/** Two networks that play against each other, by the name of their model. */
export interface NamedAdversaries {
  name: string;
  adversaries: Adversaries;
  encoding: Encoding;
  logPrior: Float64Array;
}

/** How much is drawn. */
export interface Detail {
  /** Panels of each model: its most probable classes. */
  classes: number;
  /** Points per side of the discriminator's map. */
  side: number;
  /** Lines of each of two hidden variables, and places along a line. */
  lines: number;
  places: number;
}

/** For a result. */
export const fullDetail: Detail = { classes: 6, side: 72, lines: 13, places: 65 };

/** Hidden variables are drawn from minus to plus so many standard deviations. */
const reach = 2;

/** The map of the discriminator and the grid of the generator over the only two features of the data. */
export async function adversarialFigure(
  models: readonly NamedAdversaries[],
  dataset: Dataset,
  axes: Axes,
  detail: Detail,
): Promise<FigureOf<'adversarial'>> {
  const { parts, target } = dataset;
  const plane = planeOf(axes, dataset, detail.side);
  const panels: Panel[] = [];
  for (const model of models) {
    for (const label of likeliest(model.logPrior, detail.classes))
      panels.push(await panelOf(model, label, axes, plane, detail));
  }
  const classes = target?.classes ?? [];
  const some = classes.length > detail.classes ? `; of the ${detail.classes} likeliest classes` : '';
  return {
    kind: 'adversarial',
    title: `Discriminator and generator: ${axes.x.name} × ${axes.y.name}`,
    summary: `Shades: P(real | x) by the discriminator of ${listed(models.map(({ name }) => name))}, 0.5 where it cannot tell. Grid: where the generator sends hidden variables from -${reach} to ${reach} standard deviations, over the training rows${some}.`,
    classes,
    plane: { ...plane, choices: [axes.x.name, axes.y.name] },
    real: pointsOf(axes, parts.train, target?.codes, createRng(0)),
    panels,
  };
}

async function panelOf(
  { name, adversaries, encoding }: NamedAdversaries,
  label: number,
  axes: Axes,
  plane: Plane,
  detail: Detail,
): Promise<Panel> {
  const { latentSize } = adversaries;
  const judged = await adversaries.judge(gridRows(encoding, axes, plane, undefined), label);
  const z = latentLines(latentSize, detail);
  const rows = await adversaries.make(z, label);
  const along = ({ name: feature }: Axes['x']) => {
    const { start } = encoding.features.find((each) => each.name === feature)!;
    const { mean, scale } = encoding.columns[start]!;
    const values = Float64Array.from(
      { length: rows.rows },
      (_, i) => mean + scale * rows.data[i * rows.columns + start]!,
    );
    return pack('f32', values, [rows.rows / detail.places, detail.places]);
  };
  return {
    model: name,
    label,
    judged: quantise('u8', judged, [1, plane.height, plane.width], { low: 0, high: 1 }),
    manifold: { x: along(axes.x), y: along(axes.y) },
    ...(latentSize > 2 ? { slice: `grid: the first two of ${latentSize} hidden variables, the others at 0` } : {}),
  };
}

/**
 * Lines of a regular grid over the first two hidden variables, the others at 0, first those along which the first variable
 * changes; of a single variable one line: [lines * places, latentSize].
 */
function latentLines(latentSize: number, { lines, places }: Detail): Matrix {
  const ends = { low: -reach, high: reach };
  const [fixed, moving] = [ticks(ends, lines), ticks(ends, places)];
  const families = latentSize > 1 ? [0, 1] : [0];
  const kept = latentSize > 1 ? lines : 1;
  const out = matrix(families.length * kept * places, latentSize);
  for (const own of families) {
    for (let line = 0; line < kept; line++) {
      for (let place = 0; place < places; place++) {
        const row = out.data.subarray(((own * kept + line) * places + place) * latentSize);
        row[own] = moving[place]!;
        if (latentSize > 1) row[1 - own] = fixed[line]!;
      }
    }
  }
  return out;
}

/** The classes of the highest prior, at most `most`, in their order. */
function likeliest(logPrior: Float64Array, most: number): number[] {
  return [...logPrior.keys()]
    .sort((a, b) => logPrior[b]! - logPrior[a]! || a - b)
    .slice(0, most)
    .sort((a, b) => a - b);
}
