import type { Column } from './table';
import type { DataPlan } from './plan';

/** The column to predict: `classes[codes[row]]`; -1 where the cell is empty (an unlabelled row). */
export interface Target {
  name: string;
  /** Sorted; numbers by value, words by code unit. */
  classes: string[];
  codes: Int32Array;
}

/** Row numbers of the table in each part; a row with an empty target is in `unlabelled` only. */
export interface Parts {
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
  unlabelled: Int32Array;
}

/** A table with the roles of its columns decided and its rows divided. */
export interface Dataset {
  plan: DataPlan;
  /** SHA-256 of the file's bytes, hexadecimal. */
  hash: string;
  rows: number;
  /** Every column of the file. */
  columns: Column[];
  features: Column[];
  target?: Target;
  parts: Parts;
  /** Empty cells among the features. */
  missingCells: number;
  /** What a user should know, in whole sentences: columns left out and why, ragged rows, and so on. */
  notes: string[];
}
