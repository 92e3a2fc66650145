import * as z from 'zod';
import { adversarial } from './adversarial';
import { attribution } from './attribution';
import { bayesLedger } from './bayesLedger';
import { anomalyScores } from './anomalyScores';
import { classBalance } from './classBalance';
import { completedRows } from './completedRows';
import { confusionMatrix } from './confusionMatrix';
import { curves } from './curves';
import { decisionBoundary } from './decisionBoundary';
import { denoising } from './denoising';
import { hiddenStates } from './hiddenStates';
import { histograms } from './histograms';
import { imageAttribution } from './imageAttribution';
import { imageGrid } from './imageGrid';
import { importance } from './importance';
import { imputation } from './imputation';
import { itemMap } from './itemMap';
import { labelBudget } from './labelBudget';
import { latentPath } from './latentPath';
import { lossCurve } from './lossCurve';
import { partialDependence } from './partialDependence';
import { precisionRecallCurve } from './precisionRecallCurve';
import { reliability } from './reliability';
import { rocCurve } from './rocCurve';
import { samples } from './samples';
import { scatterMatrix } from './scatterMatrix';
import { shapSummary } from './shapSummary';
import { statePath } from './statePath';
import { textAttribution } from './textAttribution';
import { tokenProbabilities } from './tokenProbabilities';
import { topList } from './topList';
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
  bayesLedger,
  attribution,
  imageAttribution,
  importance,
  partialDependence,
  shapSummary,
  anomalyScores,
  uncertainty,
  labelBudget,
  imputation,
  completedRows,
  itemMap,
  topList,
  hiddenStates,
  statePath,
  latentPath,
  tokenProbabilities,
  textAttribution,
  imageGrid,
  denoising,
  adversarial,
]);

export type Figure = z.infer<typeof figure>;
export type FigureKind = Figure['kind'];
export type FigureOf<K extends FigureKind> = Extract<Figure, { kind: K }>;
