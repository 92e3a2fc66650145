import type { Figure, FigureKind, FigureOf } from '../../src/protocol/figures';
import type { Control, ControlContext, ControlOf } from './control';
import { planeChooser } from './planeChooser';
import { thresholdSlider } from './thresholdSlider';

/** The controls of each kind of figure, from left to right: one file and one line each. */
const controls: { [K in FigureKind]?: readonly ControlOf<FigureOf<K>>[] } = {
  'anomaly-scores': [thresholdSlider],
  'decision-boundary': [planeChooser],
};

/** The controls of a figure of any kind. */
export function controlsOf(figure: Figure, context: ControlContext): Control[] {
  const makers = (controls[figure.kind] ?? []) as readonly ControlOf<Figure>[];
  return makers.flatMap((make) => make(figure, context) ?? []);
}
