/** What the benchmark uses of packages that come without types. */
declare module 'ml-logistic-regression' {
  import type { Matrix } from 'ml-matrix';
  export default class LogisticRegression {
    constructor(options: { numSteps: number; learningRate: number });
    train(features: Matrix, labels: Matrix): void;
  }
}
declare module 'ml-naivebayes' {
  import type { Matrix } from 'ml-matrix';
  export class GaussianNB {
    train(features: Matrix, labels: number[]): void;
  }
}
