import type { TrainedRatings } from '../../ratings/trained';
import { factorNetwork } from './factors';
import type { LayersOf } from './layers';
import { logisticRegressionLayers } from './logisticRegression';
import { mlpLayers } from './mlp';
import type { Network } from './network';

/** The models that are networks, by their ids: one file and one line each. */
export const layersOf: { readonly [model: string]: LayersOf } = {
  'logistic-regression': logisticRegressionLayers,
  mlp: mlpLayers,
};

/** The models of ratings that are networks. */
export const ratingNetworks: { readonly [model: string]: (model: TrainedRatings) => Network } = {
  'matrix-factorization': factorNetwork,
};
