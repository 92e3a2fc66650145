/** At random, stratified by class; `test` is the share of the rows that is held back. */
export interface RandomPlan {
  test: number;
  seed: number;
}

/** Cross-validation: stratified folds at random, each of which is for testing once. */
export interface FoldPlan {
  folds: number;
  seed: number;
}

/** How rows are divided: at random, by the values of a column, or into folds. */
export type SplitPlan = RandomPlan | FoldPlan | { by: string };

/** A column of text that is a feature: its words are counted. Left out: {@link defaultText}. */
export interface TextPlan {
  column: string;
  /** Longest run of words that is counted as one. */
  ngrams?: number;
  weights?: 'counts' | 'binary' | 'tfidf';
  /** So many of the most frequent words of the training rows are known. */
  vocabulary?: number;
  /** Words of fewer training rows are not read: their number or, below 1, their share. */
  min_df?: number;
  /** Words of more training rows are not read: their share, up to 1, or their number. */
  max_df?: number;
  lowercase?: boolean;
  /** The file is running text, whatever it looks like. */
  prose?: boolean;
}

/** The columns of a file of ratings: one row for each rating that a user gave an item. */
export interface RatingsPlan {
  user: string;
  item: string;
  rating: string;
}

/** Pixels of pictures: as many columns as width * height * channels, row by row from the top, channels of a pixel together. */
export interface ImageShape {
  width: number;
  height: number;
  /** 1: grey, 3: red, green, blue. */
  channels: number;
}

/** Rows that form sequences, or cells that each hold a whole one. */
export interface SequencePlan {
  /** The column whose equal values mark the rows of one sequence. Left out: each cell of `symbol` is a whole sequence. */
  id?: string;
  /** The column of numbers or dates that the rows of a sequence are sorted by. Left out: as they come in the file. */
  order?: string;
  /** What is observed at each step: one column of symbols, or columns of numbers. */
  symbol: string[];
  /** Default: numbers are numbers, unless they are few whole ones. */
  values?: 'auto' | 'symbols' | 'numbers';
}

/** What a cell says of its data: the file and the role of its columns. */
export interface DataPlan {
  /** Path as written in the cell: relative to the notebook, else to a workspace folder. */
  path: string;
  /** A second file with as many rows, whose columns stand beside those of the first. */
  labels?: string;
  target?: string;
  /** Default: every usable column. */
  features?: string[];
  ignore?: string[];
  text?: TextPlan;
  sequence?: SequencePlan;
  /** Rows are pictures; what is left out is as the file says, channels 1. */
  image?: Partial<ImageShape>;
  ratings?: RatingsPlan;
  /** Default: {@link defaultSplit}. */
  split?: SplitPlan;
}

/** As scikit-learn's `train_test_split`: a quarter of the rows is the test set. */
export const defaultSplit = { test: 0.25, seed: 0 } as const;

/** More folds than this would fit every model too often. */
export const mostFolds = 100;

export const defaultText = {
  ngrams: 1,
  weights: 'counts',
  vocabulary: 2000,
  min_df: 1,
  max_df: 1,
  lowercase: true,
} as const;
