import type { Dataset } from '../../data/dataset';
import type { Target } from '../../data/target';
import { Problem } from '../../data/problem';
import { unknownColumn } from '../../data/roles';
import { textAt } from '../../data/table';
import type { Column } from '../../data/table';
import { counted, listed } from '../../data/words';
import type { Options } from '../model';

/** Which rows of a file are known to be anomalies. */
export interface AnomalyLabel {
  column: string;
  /** The values that mean an anomaly, and the others. */
  anomalous: string[];
  normal: string[];
  /** [rows]: 1 = anomaly, 0 = none, -1 = the cell is empty. */
  codes: Int32Array;
  /** How it was read, in one sentence. */
  note: string;
}

/** Values that mean an anomaly or none, in any case: by themselves, or where every value of the column is such a word. */
const words = {
  anomaly: new Set(['anomaly', 'anomalous', 'abnormal', 'outlier', 'fraud', 'attack', 'fault']),
  normal: new Set(['normal', 'inlier']),
  yes: new Set(['1', 'true', 'yes', 'y', 't']),
  no: new Set(['0', 'false', 'no', 'n', 'f', 'ok', 'good', 'none']),
};
/** More different values than this are no label. */
const mostValues = 1000;

/** The label that the options of a cell name, if any. Throws a `Problem`. */
export function labelOf(dataset: Dataset, { label, anomaly, fit }: Options): AnomalyLabel | undefined {
  if (typeof label === 'string') return readLabel(dataset, label, typeof anomaly === 'string' ? anomaly : undefined);
  const needing = anomaly !== undefined ? 'anomaly' : fit === 'clean' ? 'fit' : undefined;
  if (needing === undefined) return undefined;
  throw new Problem('missing-option', `${needing} needs a label: name the column that says which rows are anomalies`, [
    needing,
  ]);
}

/**
 * Reads the column that says which rows are anomalies: those whose value is `anomaly` where the cell says so, else those
 * that mean yes (true, 1, yes, anomaly, ...) or do not mean no, else the rarer of two values. Throws a `Problem`.
 */
function readLabel({ columns, rows }: Dataset, name: string, anomaly: string | undefined): AnomalyLabel {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) {
    const names = columns.map((candidate) => candidate.name);
    throw unknownColumn(name, names, ['label']);
  }
  const counts = countValues(column, rows);
  if (counts.size < 2) {
    const what = counts.size === 0 ? 'is empty in every row' : `holds ${[...counts.keys()][0]!} only`;
    throw new Problem(
      'unsuitable-label',
      `column ${name} ${what}; expected one value for anomalies and another for the other rows`,
      ['label'],
    );
  }
  const values = [...counts.keys()];
  const anomalous = anomaly === undefined ? guess(name, counts) : [chosen(name, values, anomaly)];
  const isAnomaly = new Set(anomalous);
  const codes = Int32Array.from({ length: rows }, (_, row) => {
    const value = textAt(column, row);
    return value === undefined ? -1 : isAnomaly.has(value) ? 1 : 0;
  });
  const found = anomalous.reduce((sum, value) => sum + counts.get(value)!, 0);
  return {
    column: name,
    anomalous,
    normal: values.filter((value) => !isAnomaly.has(value)),
    codes,
    note: `Anomalies are the rows with ${name} = ${listed(anomalous, 4)}: ${found} of ${counted(rows, 'row')}.`,
  };
}

/** The label as a target, so that rows can be divided with both kinds in each part. */
export function labelTarget({ column, codes }: AnomalyLabel): Target {
  return { name: column, classes: ['normal', 'anomaly'], codes };
}

function countValues(column: Column, rows: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let row = 0; row < rows; row++) {
    const value = textAt(column, row);
    if (value === undefined) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > mostValues) {
      throw new Problem(
        'unsuitable-label',
        `column ${column.name} holds more than ${mostValues} different values; expected one that says which rows are anomalies, such as yes and no`,
        ['label'],
      );
    }
  }
  return counts;
}

function chosen(name: string, values: readonly string[], anomaly: string): string {
  const value = values.find((candidate) => candidate === anomaly) ?? values.find((each) => sameNumber(each, anomaly));
  if (value !== undefined) return value;
  throw new Problem('unknown-value', `no row has ${name} = ${anomaly}; expected one of: ${listed(values, 12)}`, [
    'anomaly',
  ]);
}

/** `1.0` and `1` are one number. */
function sameNumber(a: string, b: string): boolean {
  return b.trim() !== '' && Number(a) === Number(b);
}

function guess(name: string, counts: ReadonlyMap<string, number>): string[] {
  const values = [...counts.keys()];
  const among = (...sets: ReadonlySet<string>[]) =>
    values.filter((value) => sets.some((set) => set.has(value.trim().toLowerCase())));
  const yes = among(words.anomaly, words.yes);
  const no = among(words.normal, words.no);
  if (yes.length > 0 && no.length > 0 && yes.length + no.length === values.length) return yes;
  const anomalous = among(words.anomaly);
  if (anomalous.length > 0 && anomalous.length < values.length) return anomalous;
  const normal = among(words.normal);
  if (normal.length > 0 && normal.length < values.length) return values.filter((value) => !normal.includes(value));
  const [first, second] = values as [string, string];
  if (values.length === 2 && counts.get(first) !== counts.get(second)) {
    return [counts.get(first)! < counts.get(second)! ? first : second];
  }
  throw new Problem(
    'missing-option',
    `which value of ${name} means an anomaly? name it, as in "anomaly: ${first}"; there are: ${listed(values, 12)}`,
    ['label'],
  );
}
