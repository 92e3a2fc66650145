import type { FigureOf } from '../../src/protocol/figures';
import { unpackPoints } from './arrays';
import type { FigureRenderer } from './figure';
import { samples } from './samples';

type Denoising = FigureOf<'denoising'>;

/** The moment that is shown, as generated rows over real ones. */
function momentOf({ panels, shown, ...figure }: Denoising): FigureOf<'samples'> {
  return {
    ...figure,
    kind: 'samples',
    panels: panels.map(({ model, frames }) => {
      const generated = frames[shown];
      if (!generated) throw new RangeError(`moment ${shown} of ${frames.length}`);
      return { model, generated };
    }),
  };
}

/** Rows at one moment of their way from noise to data (open markers) over real ones, one panel per model. */
export const denoising: FigureRenderer<Denoising> = {
  height: (figure, width) => samples.height(momentOf(figure), width),

  spec: (figure, theme, width) => samples.spec(momentOf(figure), theme, width),

  table({ classes, plane, panels }) {
    return {
      columns: ['model', 'moment', 'row', plane.x.feature, plane.y.feature, 'class'],
      rows: panels.flatMap(({ model, frames }) =>
        frames.flatMap((frame, moment) => {
          const { x, y, label } = unpackPoints(frame);
          return Array.from(x, (at, row) => [model, moment, row, at, y[row]!, classes[label[row]!] ?? null]);
        }),
      ),
    };
  },
};
