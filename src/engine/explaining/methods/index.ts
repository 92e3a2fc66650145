import type { ExplainMethod } from '../explanation';
import { attention } from './attention';
import { ledger } from './ledger';
import { lime } from './lime';
import { occlusion } from './occlusion';
import { partialDependence } from './partialDependence';
import { permutation } from './permutation';
import { saliency } from './saliency';
import { samples } from './samples';
import { shap } from './shap';
import { wordOcclusion } from './wordOcclusion';

/** Every way to explain, in the order in which it is done: partial dependence is of the features that matter most. */
export const explainMethods: readonly ExplainMethod[] = [
  occlusion, //
  saliency,
  shap,
  lime,
  wordOcclusion,
  attention,
  ledger,
  permutation,
  partialDependence,
  samples,
];
