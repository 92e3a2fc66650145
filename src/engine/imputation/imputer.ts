import type { EncodedFeature } from '../../data/encoding';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';

/** Fills gaps by what it has learned from other rows. */
export interface Imputer {
  /** x: [n, d], NaN where missing -> the same without gaps. Each row is filled by itself. */
  fill(x: Matrix): Matrix;
}

export interface ImputerContext {
  /** Which columns belong together, being those of one category: they are missing together. */
  features: readonly Pick<EncodedFeature, 'start' | 'width'>[];
  rng: Rng;
  /** Lets other work happen; called often. */
  breathe(): Promise<void>;
}

/** A way to fill gaps that asks no model. One file in this folder, one line in `imputation/index.ts`. */
export interface ImputerSpec {
  id: string;
  /** What it fills in, as a part of a sentence. */
  doc: string;
  /** Why it is not used where rows have so many columns, as a sentence; undefined where it is. */
  refuses(columns: number): string | undefined;
  /** What was made smaller to keep the work small, as a sentence. x: the rows that it is to learn from. */
  limit(x: Matrix): string | undefined;
  /** x: [n, d], may have gaps. */
  fit(x: Matrix, context: ImputerContext): Promise<Imputer>;
}
