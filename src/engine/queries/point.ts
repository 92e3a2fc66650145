import { Problem } from '../../data/problem';
import { axesNamed } from '../drawing/plane';
import { pointReading } from '../drawing/reading';
import type { QuerySpec } from './query';

/** What every model says at one point of a plane. args: `x` and `y`, names of numeric features; `atX` and `atY`, their values. */
export const point: QuerySpec = {
  id: 'point',
  answer({ dataset, models, args }) {
    const axes = axesNamed(dataset, String(args.x), String(args.y));
    const value = (name: string) => {
      const given = args[name];
      if (typeof given !== 'number' || !Number.isFinite(given))
        throw new Problem('invalid-value', `invalid ${name}: ${JSON.stringify(given)}; expected a number`);
      return given;
    };
    return pointReading(
      models.filter((model) => model.classifies),
      dataset,
      axes,
      { x: value('atX'), y: value('atY') },
    );
  },
};
