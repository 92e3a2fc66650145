import { createRng } from '../../data/random';
import type { FigureOf } from '../../protocol/figures';
import { packPoints, planeOf, pointsOf } from '../drawing/plane';
import type { Sampler } from '../model';
import type { LiveSetting, LiveView } from './live';

/** Rows drawn for one picture, over all classes. */
const drawn = 240;

/** Rows that a model makes while it trains, over real ones. The same noise each time, so that one sees where it goes. */
export function liveSamples({ name, dataset, axes, encoding }: LiveSetting): LiveView | undefined {
  if (!axes) return undefined;
  const plane = planeOf(axes, dataset, 0);
  const { parts, target } = dataset;
  const real = pointsOf(axes, parts.train, target?.codes, createRng(0));
  const classes = target?.classes ?? [];
  const [x, y] = [axes.x, axes.y].map(({ name: feature }) => {
    const at = encoding.features.find((each) => each.name === feature)!.start;
    return { at, ...encoding.columns[at]! };
  });

  const draw = async (sample: Sampler['sample'], logPrior: Float64Array): Promise<FigureOf<'samples'>> => {
    const points = { x: [] as number[], y: [] as number[], label: [] as number[] };
    for (const [label, log] of logPrior.entries()) {
      const rows = await sample(Math.max(1, Math.round(drawn * Math.exp(log))), label, createRng(label));
      for (let i = 0; i < rows.rows; i++) {
        const value = (axis: typeof x) => axis!.mean + axis!.scale * rows.data[i * rows.columns + axis!.at]!;
        points.x.push(value(x));
        points.y.push(value(y));
        points.label.push(label);
      }
    }
    return {
      kind: 'samples',
      title: `Generated over real rows: ${axes.x.name} × ${axes.y.name}`,
      summary: `Rows that ${name} makes so far, over the training rows.`,
      classes,
      plane,
      real,
      panels: [{ model: name, generated: packPoints(points.x, points.y, points.label) }],
    };
  };

  return ({ sample, logPrior }) => sample && logPrior && draw(sample, logPrior);
}
