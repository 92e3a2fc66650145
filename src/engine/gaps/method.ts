import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import type { Environment } from '../environment';
import type { Imputer, ImputerSpec } from '../imputation/imputer';
import type { TrainedModel } from '../training/trained';
import type { Trainer } from '../training/trainer';

/** Classifies rows with gaps. */
export interface GapClassifier {
  /** x: [n, d], NaN where missing -> [n, K]. */
  predictProba(x: Matrix): Promise<Matrix>;
  /** What a user should know of how it was made, in whole sentences. */
  notes: string[];
  dispose(): void;
}

/** What a method works with. */
export interface GapSetting {
  model: TrainedModel;
  /** The training rows as the model reads them, NaN where their cells are empty. */
  training: { x: Matrix; y: Int32Array };
  trainer: Trainer;
  environment: Environment;
  signal: AbortSignal;
  rng: Rng;
  /** An imputer that has learned from the training rows. */
  imputer(spec: ImputerSpec): Promise<Imputer>;
  /** All rows that will be asked about, part by part. */
  questions(): Iterable<Matrix>;
}

/** A way to classify rows with gaps. One line in `gaps/index.ts`. */
export interface GapMethod {
  id: string;
  doc: string;
  /** Whether it can be used with a model at all, which gives class probabilities. */
  serves(model: TrainedModel): boolean;
  /** Whether it is used with a model if the cell does not say which methods to use. */
  isUsual(model: TrainedModel): boolean;
  /** Undefined: the user stopped the run, or it cannot be done with these rows; then `refusal` is told why. */
  prepare(setting: GapSetting, refuse: (why: string) => void): Promise<GapClassifier | undefined>;
}
