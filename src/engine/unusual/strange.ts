import { requireTarget } from '../../data/dataset';
import type { Dataset, LabelledDataset } from '../../data/dataset';
import type { Options } from '../model';
import { Problem, unknown } from '../../data/problem';
import { unknownColumn } from '../../data/roles';
import type { Column, Table } from '../../data/table';
import { textAt } from '../../data/table';
import { counted, listed } from '../../data/words';
import type { TaskContext } from '../task';
import { completeRows, isEmptyCell } from '../training/columns';

/** Rows that the models were not trained for. */
export interface Strange {
  /** What they are, for people: "rows of other.csv", "species = Gentoo". */
  what: string;
  columns: readonly Column[];
  /** Row numbers of `columns`. */
  rows: Int32Array;
  notes: string[];
}

/**
 * The data to learn from, and the rows that the models have never seen: of the class `unseen` or of the file `against`.
 * Throws a `Problem`.
 */
export async function strangeRows(
  given: Dataset,
  { unseen, against }: Options,
  readTable: TaskContext['readTable'],
): Promise<{ dataset: LabelledDataset; strange: Strange | undefined }> {
  if (typeof unseen === 'string' && typeof against === 'string')
    throw new Problem('conflicting-options', 'unseen and against are both given; take one of them', ['against']);
  if (typeof unseen === 'string') {
    const { dataset, strange } = withoutClass(given, unseen);
    return { dataset: requireTarget(dataset), strange: completeStrange(strange, dataset.features) };
  }
  const dataset = requireTarget(given);
  if (typeof against !== 'string') return { dataset, strange: undefined };
  const strange = rowsOf(await readTable(against, ['against']), against, dataset);
  return { dataset, strange: completeStrange(strange, dataset.features) };
}

/** The data without a class: no row of it is for training or testing, and it is none of the classes. Throws a `Problem`. */
function withoutClass(dataset: Dataset, unseen: string): { dataset: Dataset; strange: Strange } {
  const { target, parts, columns } = dataset;
  if (!target)
    throw new Problem('missing-target', 'unseen needs a target: name the column of classes in the data cell', [
      'unseen',
    ]);
  const left = target.classes.indexOf(unseen);
  if (left < 0) throw unknown('class', unseen, target.classes, ['unseen']);
  if (target.classes.length < 3) {
    throw new Problem(
      'one-class',
      `without ${unseen} one class of ${target.name} is left; expected at least three classes, so that two can be told apart`,
      ['unseen'],
    );
  }
  const isSeen = (row: number) => target.codes[row] !== left;
  const what = `${target.name} = ${unseen}`;
  const kept = {
    ...target,
    classes: target.classes.filter((_, c) => c !== left),
    codes: target.codes.map((code) => (code === left ? -1 : code > left ? code - 1 : code)),
  };
  const seen = {
    ...parts,
    train: parts.train.filter(isSeen),
    validation: parts.validation.filter(isSeen),
    test: parts.test.filter(isSeen),
    ...(parts.folds ? { folds: parts.folds.map((fold) => fold.filter(isSeen)) } : {}),
  };
  const rows = Int32Array.from(target.codes.keys()).filter((row) => target.codes[row] === left);
  return {
    dataset: { ...dataset, target: kept, parts: seen, selection: `without ${what}` },
    strange: { what, columns, rows, notes: [] },
  };
}

/**
 * The rows of another file, which has the features as columns; rows with a category that the file of the training rows
 * does not have are left out, and said. Throws a `Problem`.
 */
function rowsOf(table: Table, path: string, { features, plan }: Dataset): Strange {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  for (const { name } of features) if (!byName.has(name)) throw unknownColumn(name, [...byName.keys()], ['against']);
  const notes: string[] = [];
  const known = features.map((feature) => {
    const column = byName.get(feature.name)!;
    if (feature.kind === 'numeric' || feature.name === plan.text?.column) return () => true;
    const levels = new Set(feature.levels);
    return (row: number) => isEmptyCell(column, row) || levels.has(textAt(column, row)!);
  });
  const all = Int32Array.from({ length: table.rows }, (_, row) => row);
  const rows = all.filter((row) => known.every((isKnown) => isKnown(row)));
  const left = all.length - rows.length;
  if (left > 0) {
    const named = features.filter((_, j) => !all.every((row) => known[j]!(row))).map(({ name }) => name);
    notes.push(
      `${counted(left, 'row')} of ${path} ${left === 1 ? 'has' : 'have'} categories that no model has ever seen (${listed(named)}) and ${left === 1 ? 'is' : 'are'} left out.`,
    );
  }
  if (rows.length === 0)
    throw new Problem(
      'no-rows',
      `${path} has no row that the models can be asked about.${notes.map((note) => ` ${note}`).join('')}`,
      ['against'],
    );
  return { what: `rows of ${path}`, columns: table.columns, rows, notes };
}

/** Those without empty cells, which every model can be asked about. */
function completeStrange(strange: Strange, features: readonly Column[]): Strange {
  const own = features.map(({ name }) => strange.columns.find((column) => column.name === name)!);
  const rows = completeRows(own, strange.rows);
  const left = strange.rows.length - rows.length;
  if (left === 0) return strange;
  return {
    ...strange,
    rows,
    notes: [
      ...strange.notes,
      `${counted(left, 'row')} of ${strange.what} with empty cells ${left === 1 ? 'is' : 'are'} left out.`,
    ],
  };
}
