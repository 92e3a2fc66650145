/** How rows are divided: at random, stratified by class, or by the values of a column. */
export type SplitPlan = { test: number; seed: number } | { by: string };

/** What a cell says of its data: the file and the role of its columns. */
export interface DataPlan {
  /** Path as written in the cell: relative to the notebook, else to a workspace folder. */
  path: string;
  target?: string;
  /** Default: every usable column. */
  features?: string[];
  ignore?: string[];
  /** Default: {@link defaultSplit}. */
  split?: SplitPlan;
}

/** As scikit-learn's `train_test_split`: a quarter of the rows is the test set. */
export const defaultSplit = { test: 0.25, seed: 0 } as const;
