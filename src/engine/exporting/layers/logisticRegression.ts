import { matrix } from '../../../data/matrix';
import { readArray, readSizes } from '../../models/shared/saved';
import type { LayersOf } from './layers';

/** One layer: softmax of the scores. */
export const logisticRegressionLayers: LayersOf = (state) => {
  const [classes, width] = readSizes(state.sizes, 'sizes') as [number, number];
  const weights = readArray(state.weights, 'weights', [classes, width]);
  const kernel = matrix(width - 1, classes);
  for (let k = 0; k < classes; k++)
    for (let j = 1; j < width; j++) kernel.data[(j - 1) * classes + k] = weights[k * width + j]!;
  const bias = Float64Array.from({ length: classes }, (_, k) => weights[k * width]!);
  return [{ kernel, bias, activation: 'softmax' }];
};
