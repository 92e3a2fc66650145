import type { Figure, FigureKind, FigureOf } from '../../src/protocol/figures';
import { anomalyPlane } from './anomalyPlane';
import { budgetSlider } from './budgetSlider';
import { classChooser } from './classChooser';
import type { Control, ControlContext, ControlOf } from './control';
import { doubtPlane } from './doubtPlane';
import { measureChooser } from './measureChooser';
import { momentSlider } from './momentSlider';
import { planeChooser } from './planeChooser';
import { rowEditor } from './rowEditor';
import { pointCursor } from './pointCursor';
import { rowSlider } from './rowSlider';
import { samplesPlane } from './samplesPlane';
import { thresholdSlider } from './thresholdSlider';
import { viewChooser } from './viewChooser';

/** The controls of each kind of figure, from left to right: one file and one line each. */
const controls: { [K in FigureKind]?: readonly ControlOf<FigureOf<K>>[] } = {
  'label-budget': [budgetSlider],
  denoising: [momentSlider],
  'bayes-ledger': [rowEditor],
  attribution: [classChooser],
  'image-attribution': [classChooser],
  'shap-summary': [classChooser],
  'text-attribution': [classChooser],
  importance: [measureChooser],
  'anomaly-scores': [thresholdSlider, anomalyPlane],
  uncertainty: [doubtPlane],
  samples: [samplesPlane, rowSlider],
  'decision-boundary': [viewChooser, planeChooser, pointCursor],
};

/** The controls of a figure of any kind. */
export function controlsOf(figure: Figure, context: ControlContext): Control[] {
  const makers = (controls[figure.kind] ?? []) as readonly ControlOf<Figure>[];
  return makers.flatMap((make) => make(figure, context) ?? []);
}
