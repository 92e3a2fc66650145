import type { Options } from '../../model';

/** What an estimator needs to know besides its options. */
export interface PythonSetting {
  /** Training rows. */
  rows: number;
  /** Whether the split has validation rows. */
  validation: boolean;
  seed: number;
  classes: string[];
}

/** How scikit-learn does what a model does: one file in this folder and one line in its `index.ts`. */
export interface PythonEstimator {
  /** Import lines. */
  imports: string[];
  /** Of `helpers.ts`. */
  helpers?: readonly string[];
  /**
   * What it takes the features as: `numbers`, standardised (default); `raw`, in the units of the file; `codes`, categories
   * as numbers of their levels in a single column.
   */
  reads?: 'numbers' | 'raw' | 'codes';
  /** An expression that makes the estimator. */
  make(options: Options, setting: PythonSetting): string;
  /** What differs from the notebook's model, in whole sentences. */
  differs?(options: Options): string[];
}

/** `name=value` of options that scikit-learn calls the same. */
export function sameOptions(options: Options, names: readonly string[]): string[] {
  return names.flatMap((name) => (options[name] === undefined ? [] : [`${name}=${python(options[name])}`]));
}

/** `class_weight=...`, of classes by their numbers; nothing where all rows count alike, which is scikit-learn's default. */
export function classWeight({ class_weight: given }: Options, classes: readonly string[]): string[] {
  if (given === 'none' || given === undefined) return [];
  if (given === null || typeof given !== 'object') return [`class_weight=${python(given)}`];
  const entries = Object.entries(given).map(([name, weight]) => `${classes.indexOf(name)}: ${python(weight)}`);
  return [`class_weight={${entries.join(', ')}}`];
}

export function call(name: string, parameters: readonly string[]): string {
  return `${name}(${parameters.join(', ')})`;
}

/** A value as Python writes it. */
export function python(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  return typeof value === 'string' ? text(value) : String(value);
}

/** A string literal: JSON's, which Python reads alike but for what stands outside of the basic plane. */
function text(value: string): string {
  return JSON.stringify(value);
}
