import type { FigureOf } from '../../src/protocol/figures';
import type { Control } from './control';
import { sliderControl } from './slider';

/** Fewer rows need no choice. */
const least = 10;

/** How many of the generated rows are drawn; undefined where there are few. */
export function rowSlider(figure: FigureOf<'samples'>): Control | undefined {
  const rows = Math.max(0, ...figure.panels.map(({ generated }) => generated.x.shape[0] ?? 0));
  if (rows < 2 * least) return undefined;
  return sliderControl({
    label: 'Generated rows that are drawn',
    group: 'Number of rows',
    least: 1,
    most: rows,
    start: Math.min(rows, figure.shown ?? rows),
    words: (count) => `${count} generated ${count === 1 ? 'row' : 'rows'}`,
    choose(card, shown) {
      if (card.current.kind === 'samples') card.replace({ ...card.current, shown });
    },
  });
}
