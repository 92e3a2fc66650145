import type { Figure, FigureKind, FigureOf } from '../../src/protocol/figures';
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
import type { FigureRenderer } from './figure';
import { hiddenStates } from './hiddenStates';
import { histograms } from './histograms';
import { imageAttribution } from './imageAttribution';
import { imageGrid } from './imageGrid';
import { importance } from './importance';
import { imputation } from './imputation';
import { labelBudget } from './labelBudget';
import { itemMap } from './itemMap';
import { textAttribution } from './textAttribution';
import { tokenProbabilities } from './tokenProbabilities';
import { topList } from './topList';
import { latentPath } from './latentPath';
import { lossCurve } from './lossCurve';
import { partialDependence } from './partialDependence';
import { precisionRecallCurve } from './precisionRecallCurve';
import { reliability } from './reliability';
import { rocCurve } from './rocCurve';
import { samples } from './samples';
import { scatterMatrix } from './scatterMatrix';
import { statePath } from './statePath';
import { shapSummary } from './shapSummary';
import { uncertainty } from './uncertainty';

/** Every kind of figure: one file and one line. */
export const figureRenderers: { [K in FigureKind]: FigureRenderer<FigureOf<K>> } = {
  'decision-boundary': decisionBoundary,
  histograms,
  'class-balance': classBalance,
  'scatter-matrix': scatterMatrix,
  'confusion-matrix': confusionMatrix,
  'loss-curve': lossCurve,
  samples,
  'roc-curve': rocCurve,
  'precision-recall-curve': precisionRecallCurve,
  reliability,
  curves,
  'bayes-ledger': bayesLedger,
  attribution,
  'image-attribution': imageAttribution,
  importance,
  'partial-dependence': partialDependence,
  'shap-summary': shapSummary,
  'anomaly-scores': anomalyScores,
  uncertainty,
  'label-budget': labelBudget,
  imputation,
  'completed-rows': completedRows,
  'item-map': itemMap,
  'top-list': topList,
  'hidden-states': hiddenStates,
  'state-path': statePath,
  'latent-path': latentPath,
  'token-probabilities': tokenProbabilities,
  'text-attribution': textAttribution,
  'image-grid': imageGrid,
  denoising,
  adversarial,
};

/** The renderer of a figure of any kind. */
export function rendererOf<F extends Figure>(figure: F): FigureRenderer<F> {
  return figureRenderers[figure.kind] as unknown as FigureRenderer<F>;
}
