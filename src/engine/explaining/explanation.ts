import type { Cell } from '../../data/cells';
import type { Dataset } from '../../data/dataset';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import type { Choice } from '../../protocol/cards';
import type { Figure, FigureOf } from '../../protocol/figures';
import type { ResultTable } from '../../protocol/result';
import type { Options } from '../model';
import type { TrainedModel } from '../training/trained';
import type { AskedRow } from './askedRow';
import type { Pause } from './pause';
import type { Player } from './players';

/** A model that is to be explained, and the row of which it is asked, if there is one. */
export interface Subject {
  model: TrainedModel;
  /** What is usual: the training rows, [n, d]. */
  background: Matrix;
  /** One player for each feature. */
  features: Player[];
  row?: {
    /** [d], NaN where empty. */
    z: Float64Array;
    players: Player[];
    /** What it has for each player, in the units of the file; null for words. */
    values: Cell[];
    /** Index of the most probable class. */
    predicted: number;
    /** P(y | x): [K]. */
    proba: Float64Array;
  };
}

export interface ExplainSetting {
  dataset: Dataset;
  options: Options;
  asked: AskedRow | undefined;
  rng: Rng;
  pause: Pause;
  progress(text: string): void;
  /** Features in the order of their importance, once that is known; the most important first. */
  order: string[];
}

/** What a method found. */
export interface Explanation {
  tables?: ResultTable[];
  figures?: Figure[];
  /** Contributions of the row's features: all methods share one figure. */
  panels?: AttributionPanel[];
  /** What the pixels of the row say, where it is a picture: all methods share one figure. */
  maps?: PixelPanel[];
  notes?: string[];
}

/** The contributions by one model and method, with the names of what contributes. */
export type AttributionPanel = Omit<FigureOf<'attribution'>['panels'][number], 'contributions'> & {
  names: string[];
  /** `contributions[i][class]` of `names[i]`. */
  contributions: number[][];
};

/** What the pixels of a picture say of each class, by one model and method: `maps`: [K, width * height]. */
export type PixelPanel = Omit<FigureOf<'image-attribution'>['panels'][number], 'maps'> & { maps: Matrix };

/** What is explained: a row or a model as a whole; a picture or, where rows are pictures, a model as a whole. */
export type Situation = 'row' | 'model' | 'picture' | 'model of pictures';

/** A way to explain. One file in `methods/` and one line in `methods/index.ts`. */
export interface ExplainMethod extends Choice {
  /** Done where the cell does not name methods. */
  byDefault: readonly Situation[];
  explain(subjects: readonly Subject[], setting: ExplainSetting): Promise<Explanation>;
}
