import * as z from 'zod';
import { anomalyScores } from './anomalyScores';
import { classBalance } from './classBalance';
import { confusionMatrix } from './confusionMatrix';
import { curves } from './curves';
import { decisionBoundary } from './decisionBoundary';
import { histograms } from './histograms';
import { lossCurve } from './lossCurve';
import { precisionRecallCurve } from './precisionRecallCurve';
import { reliability } from './reliability';
import { rocCurve } from './rocCurve';
import { samples } from './samples';
import { scatterMatrix } from './scatterMatrix';
import { uncertainty } from './uncertainty';

export { packed, plane } from './common';
export type { Plane, Points } from './common';

/**
 * Figures as data. One schema per kind; the renderer has one pure function per kind that turns it into a picture. No
 * figure carries markup, colours or a chart specification, so a saved notebook follows the theme and cannot carry script.
 */
export const figure = z.discriminatedUnion('kind', [
  decisionBoundary,
  histograms,
  classBalance,
  scatterMatrix,
  confusionMatrix,
  lossCurve,
  samples,
  rocCurve,
  precisionRecallCurve,
  reliability,
  curves,
  anomalyScores,
  uncertainty,
]);

export type Figure = z.infer<typeof figure>;
export type FigureKind = Figure['kind'];
export type FigureOf<K extends FigureKind> = Extract<Figure, { kind: K }>;
