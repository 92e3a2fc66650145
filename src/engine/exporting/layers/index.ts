import type { LayersOf } from './layers';
import { logisticRegressionLayers } from './logisticRegression';
import { mlpLayers } from './mlp';

/** The models that are networks, by their ids: one file and one line each. */
export const layersOf: { readonly [model: string]: LayersOf } = {
  'logistic-regression': logisticRegressionLayers,
  mlp: mlpLayers,
};
