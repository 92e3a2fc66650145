import type { ImageShape } from './plan';
import type { SequenceEncoding } from './sequenceEncoding';
import type { TextEncoding } from './text';
import type { TokenEncoding } from './tokens';
import type { WordEncoding } from './wordTokens';

/** Between which the pixels of a picture lie. */
export interface PixelBounds {
  low: number;
  high: number;
}

/** One column of an encoded matrix: `z = (x - mean) / scale`, where x is the number, or 1 for the level and else 0. */
export interface EncodedColumn {
  feature: string;
  /** The level whose presence is 1, for a category. */
  level?: string;
  /** The word that is counted, for a text. */
  word?: string;
  mean: number;
  scale: number;
}

/** A feature before encoding. A category of two levels takes one encoded column (the second level), others one per level. */
export interface EncodedFeature {
  name: string;
  /** Absent for numbers. */
  levels?: string[];
  /** How a text is counted; absent for others. */
  text?: TextEncoding;
  /** The tokens of a text, one after the other; absent for others. It is the only feature. */
  tokens?: TokenEncoding;
  /** The words of a text, one after the other; absent for others. It is the only feature. */
  words?: WordEncoding;
  /** What the steps of a sequence are; absent for others. A sequence is the only feature. */
  sequence?: SequenceEncoding;
  /** Its first encoded column. */
  start: number;
  width: number;
}

/** How features become numbers; plain JSON, kept with a trained model. */
export interface Encoding {
  features: EncodedFeature[];
  columns: EncodedColumn[];
  /** What the columns are the pixels of, 0 to 1, where rows are pictures. */
  image?: ImageShape;
  /** The darkest and the brightest value of these pixels, as they are encoded. */
  range?: PixelBounds;
  /** Sum of log scale: `log p(x) = log p(z) - logScale`. */
  logScale: number;
}
