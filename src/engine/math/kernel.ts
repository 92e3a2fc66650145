import type { Matrix } from '../../data/matrix';

/**
 * Which features phi(x) a row is turned into: `linear` = [1, x], `diagonal` = [1, x, x_j^2], `quadratic` = [1, x, x_i x_j
 * (i <= j)]. Softmax regression, naive Bayes, the discriminant analyses and the E and M steps of mixtures are all passes
 * over scores Z = phi(X) Theta^T.
 */
export type Features = 'linear' | 'diagonal' | 'quadratic';

/** The passes over many rows that the classical models share. Two implementations: float64 on the CPU, tfjs on the GPU. */
export interface Kernel {
  /** For the result: `cpu float64` or `webgl float32`. */
  readonly name: string;
  /** Multiply-adds from which a pass leaves float64 for the GPU; infinite: never. */
  readonly largePass: number;
  /** Z = phi(x) Theta^T. x: [n, d], theta: [K, p] -> [n, K]. */
  scores(features: Features, theta: Matrix, x: Matrix): Promise<Matrix>;
  /** A loss over fixed rows that can be asked again and again; `x` is uploaded once. classWeights: [K], what a row counts. */
  softmaxLoss(x: Matrix, y: Int32Array, classWeights: Float64Array): SoftmaxLoss;
}

/** 1/n sum_i weight_(y_i) -log P(y_i | x_i) of softmax([1, x] W^T) and its gradient. */
export interface SoftmaxLoss {
  /** Relative rounding error of the loss: an optimiser cannot tell smaller changes from noise. */
  readonly precision: number;
  /** weights: [K, d + 1], intercept first -> loss in nats per row and its gradient, same shape. */
  at(weights: Matrix): Promise<{ loss: number; gradient: Matrix }>;
  dispose(): void;
}
