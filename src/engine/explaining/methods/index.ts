import type { ExplainMethod } from '../explanation';
import { ledger } from './ledger';
import { lime } from './lime';
import { occlusion } from './occlusion';
import { partialDependence } from './partialDependence';
import { permutation } from './permutation';
import { saliency } from './saliency';
import { samples } from './samples';
import { shap } from './shap';

/** Every way to explain, in the order in which it is done: partial dependence is of the features that matter most. */
export const explainMethods: readonly ExplainMethod[] = [
  occlusion, //
  saliency,
  shap,
  lime,
  ledger,
  permutation,
  partialDependence,
  samples,
];
