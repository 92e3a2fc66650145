import type { Json } from '../../../protocol/cards';

/** Numbers of a layer, by the name that Keras gives them. */
export interface Weight {
  name: string;
  shape: number[];
  values: ArrayLike<number>;
}

/** What a layers model is made of. */
export interface Network {
  /** Class and configuration, as Keras writes them. */
  model: Json;
  weights: Weight[];
  /** What goes in and what comes out. */
  metadata: Json;
}
