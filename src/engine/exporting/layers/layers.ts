import type { Matrix } from '../../../data/matrix';
import type { SavedModel } from '../../../protocol/messages';

/** A layer of weighted sums: activation(x kernel + bias). */
export interface DenseLayer {
  /** [inputs, outputs] */
  kernel: Matrix;
  bias: Float64Array;
  /** Keras's name, such as `relu` or `softmax`. */
  activation: string;
}

/** The layers of a saved model, from the standardised inputs to the probabilities of the classes. */
export type LayersOf = (state: { [name: string]: SavedModel[string] }) => DenseLayer[];
