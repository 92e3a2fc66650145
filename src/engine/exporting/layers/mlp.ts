import { matrix } from '../../../data/matrix';
import { damaged, readArray, readSizes } from '../../models/shared/saved';
import { denseShapes } from '../../nn/network';
import { flatSize } from '../../nn/flat';
import type { DenseLayer, LayersOf } from './layers';

/** Keras's names of the non-linearities. */
const activations: { readonly [name: string]: string } = { relu: 'relu', tanh: 'tanh', logistic: 'sigmoid' };

/** Its layers, the last with softmax. */
export const mlpLayers: LayersOf = (state) => {
  const sizes = readSizes(state.sizes, 'sizes');
  const activation = activations[String(state.activation)];
  if (activation === undefined) throw damaged('its activation is unknown');
  const weights = readArray(state.weights, 'weights', [flatSize(denseShapes(sizes))]);
  let at = 0;
  const take = (count: number) => weights.slice(at, (at += count));
  return sizes.slice(1).map((outputs, layer): DenseLayer => {
    const inputs = sizes[layer]!;
    const kernel = matrix(inputs, outputs, take(inputs * outputs));
    return { kernel, bias: take(outputs), activation: layer + 2 === sizes.length ? 'softmax' : activation };
  });
};
