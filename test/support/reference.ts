import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { matrix, takeRows } from '../../src/data/matrix';
import type { Matrix } from '../../src/data/matrix';
import type { TrainingData } from '../../src/engine/model';

/** Values computed with scikit-learn; fields as in the reference data's description. */
export interface ReferenceBlock {
  priors: number[];
  accuracy: number;
  logloss: number;
  mean_logpx: number;
  log_joint10: number[][];
  log_post10: number[][];
  theta: number[][];
  var: number[][];
  means: number[][];
  cov: number[][];
  covs: number[][][];
  coef: number[][];
  intercept: number[];
  objective_per_row: number;
  proba10: number[][];
  train_logloss: number;
  accuracy_mean: number;
  votes10: number[][];
}

/** Gaussian mixtures of classes by covariance type. */
export interface MixtureReference {
  reg_covar: number;
  types: { [type: string]: MixtureBlock };
}

export interface MixtureBlock {
  train_ll_by_class_K: number[][];
  bic_by_class_K: number[][];
  fixed1: MixtureScores;
  fixed3: MixtureScores & {
    params?: { weights: number[]; means: number[][]; covs: number[][][] }[];
    log_joint10?: number[][];
  };
  bic: MixtureScores;
}

interface MixtureScores {
  components: number[];
  train_ll: number;
  accuracy: number;
  logloss: number;
  mean_logpx: number;
}

export interface KernelDensityReference {
  bandwidth_grid: number[];
  bandwidth: number[];
  cv_mean_logdensity: number[][];
  mean_logpx: number;
  accuracy: number;
  logloss: number;
  log_joint10: number[][];
}

interface ReferenceSet {
  features: string[];
  classes: string[];
  train_idx: number[];
  test_idx: number[];
  mean: number[];
  scale: number[];
  [block: string]: unknown;
}

export interface ReferenceData {
  name: string;
  train: TrainingData;
  test: { x: Matrix; y: Int32Array };
  /** Standardised rows of the whole file, in its order, and their class codes. */
  all: { x: Matrix; y: Int32Array };
  testRows: number[];
  trainRows: number[];
  block(method: string): ReferenceBlock | undefined;
  mixtures(): MixtureReference;
  kernelDensity(): KernelDensityReference;
}

export const referenceNames = ['iris', 'moons', 'blobs3', 'circles'] as const;

const folder = join('test', 'fixtures', 'reference');
const reference = JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8')) as {
  tabular: { [name: string]: ReferenceSet };
  missing: { [name: string]: MissingReference };
  semi_supervised: { [name: string]: SemiSupervisedReference };
};

/** A data set of the reference, standardised by the stored mean and scale and split by the stored row numbers. */
export function referenceData(name: string): ReferenceData {
  const set = reference.tabular[name]!;
  const lines = readFileSync(join(folder, `${name}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1);
  const d = set.features.length;
  const x = matrix(lines.length, d);
  const y = new Int32Array(lines.length);
  lines.forEach((line, i) => {
    const cells = line.split(',');
    for (let j = 0; j < d; j++) x.data[i * d + j] = (Number(cells[j]) - set.mean[j]!) / set.scale[j]!;
    y[i] = set.classes.indexOf(cells[d]!);
  });
  const part = (rows: number[]) => ({ x: takeRows(x, rows), y: Int32Array.from(rows, (row) => y[row]!) });
  return {
    name,
    train: {
      ...part(set.train_idx),
      classes: set.classes.length,
      classNames: set.classes,
      columns: set.features.map((feature, j) => ({ feature, mean: set.mean[j]!, scale: set.scale[j]! })),
    },
    test: part(set.test_idx),
    all: { x, y },
    trainRows: set.train_idx,
    testRows: set.test_idx,
    block: (method) => set[method] as ReferenceBlock | undefined,
    mixtures: () => set['gmm'] as MixtureReference,
    kernelDensity: () => set['kde'] as KernelDensityReference,
  };
}

interface MissingReference {
  missing_cells: { rows: string[] };
  example_rows: number[];
  train_complete: { [method: string]: MissingBlock };
  train_missing: { [method: string]: MissingBlock };
}

export interface MissingBlock extends ReferenceBlock {
  imputed10: number[][];
  mean_logp_observed: number;
  train_mean_log_joint: number;
  imputation_rmse: number;
}

/** The reference for rows with gaps: the rows of a set with NaN where the mask says so. */
export function missingReference(
  name: string,
): MissingReference & { gaps(x: Matrix, rows: readonly number[]): Matrix } {
  const block = reference.missing[name]!;
  return {
    ...block,
    gaps(x, rows) {
      const out = takeRows(x, rows);
      rows.forEach((row, i) => {
        [...block.missing_cells.rows[row]!].forEach((flag, j) => {
          if (flag === '1') out.data[i * x.columns + j] = NaN;
        });
      });
      return out;
    },
  };
}

/** Few labelled rows and many without a label: results by number of labels per class and method, for each draw. */
export interface SemiSupervisedReference {
  config: { gamma: number };
  labelled_idx: number[][][];
  results: { [labels: string]: { [method: string]: { mean: number; by_draw: number[] } } };
}

export function semiSupervisedReference(name: string): SemiSupervisedReference {
  return reference.semi_supervised[name]!;
}
