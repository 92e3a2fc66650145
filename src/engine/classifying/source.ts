import type { Cell } from '../../data/cells';
import type { Target } from '../../data/target';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import { textAt } from '../../data/table';
import type { Column } from '../../data/table';
import { counted } from '../../data/words';
import { cellAt, encodedRow, fileRow, givenRow, requireValues } from '../explaining/askedRow';
import type { AskedRow } from '../explaining/askedRow';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';
import { readableColumns } from './readable';

/** Rows that are to be classified. */
export interface Source {
  /** Such as "the test rows of penguins.csv". */
  words: string;
  /** Their numbers in the file, from 0. */
  numbers: Int32Array;
  header: string[];
  /** The cells of the i-th row under the header. */
  cells(i: number): Cell[];
  /** The rows as a model reads them, and what it cannot know. */
  encode(model: TrainedModel): { x: Matrix; notes: string[] };
  /** Class of each row, -1 where it has none; absent where there is no column of classes. */
  labels?: Int32Array;
  /** The row, where there is only one. */
  asked?: AskedRow;
  notes: string[];
}

/** What a cell asks to classify: the row of `given`, the rows of another file, or the test rows of the data. */
export async function sourceOf(context: TaskContext, models: readonly TrainedModel[]): Promise<Source> {
  const { plan, dataset } = context;
  const { given, rows, row } = plan.options;
  if (given !== undefined && given !== null) {
    if (typeof rows === 'string' || typeof row === 'number') {
      throw new Problem('conflicting-options', 'given and rows or row ask for different rows; write one of them', [
        'given',
      ]);
    }
    return givenSource(givenRow(given as { [name: string]: Cell }, models));
  }
  if (typeof rows === 'string') {
    const table = await context.readTable(rows, ['rows']);
    return typeof row === 'number'
      ? singleRow(table.columns, table.rows, row, rows, dataset.target, models)
      : fileSource(rows, table.columns, allRows(table.rows), dataset.target);
  }
  const { path } = dataset.plan;
  if (typeof row === 'number') return singleRow(dataset.columns, dataset.rows, row, path, dataset.target, models);
  const { test, train } = dataset.parts;
  const tested = test.length > 0;
  const source = fileSource(path, dataset.columns, tested ? test : train, dataset.target);
  const notes = tested ? [] : ['There are no test rows, so the training rows are classified, which the models know.'];
  return {
    ...source,
    words: `the ${tested ? 'test' : 'training'} rows of ${path}`,
    notes: [...source.notes, ...notes],
  };
}

function givenSource(asked: AskedRow): Source {
  return {
    words: asked.words,
    numbers: Int32Array.of(0),
    header: Object.keys(asked.cells),
    cells: () => Object.values(asked.cells),
    encode(model) {
      const row = encodedRow(model, asked);
      requireValues(model, row, ['given']);
      return { x: matrix(1, row.length, row), notes: [] };
    },
    asked,
    notes: [],
  };
}

function fileSource(path: string, columns: readonly Column[], numbers: Int32Array, target: Target | undefined): Source {
  const labelled = target && columns.find(({ name }) => name === target.name);
  const labels = labelled && target && labelsOf(labelled, numbers, target);
  return {
    words: path,
    numbers,
    header: columns.map(({ name }) => name),
    cells: (i) => columns.map((column) => cellAt(column, numbers[i]!)),
    encode(model) {
      const { columns: read, notes } = readableColumns(model, columns, numbers, path);
      return { x: model.encode(read, numbers), notes };
    },
    ...(labels && labels.codes.some((code) => code >= 0) ? { labels: labels.codes } : {}),
    notes: labels?.notes ?? [],
  };
}

function singleRow(
  columns: readonly Column[],
  rows: number,
  row: number,
  path: string,
  target: Target | undefined,
  models: readonly TrainedModel[],
): Source {
  const asked = withKnownLevels(fileRow(columns, rows, row, path), models);
  const source = fileSource(path, columns, Int32Array.of(row), target);
  return {
    ...source,
    words: asked.words,
    asked,
    encode(model) {
      const encoded = source.encode(model);
      requireValues(model, encoded.x.data, ['row']);
      return encoded;
    },
  };
}

/** The row without levels that a model has not learned: they count as empty. */
function withKnownLevels(asked: AskedRow, models: readonly TrainedModel[]): AskedRow {
  const cells = { ...asked.cells };
  for (const { facts } of models) {
    for (const { name, levels } of facts.encoding.features)
      if (levels && !levels.includes(String(cells[name]))) cells[name] = null;
  }
  return { ...asked, cells };
}

/** Classes of rows by name; those that the models do not know are told. */
function labelsOf(column: Column, rows: Int32Array, { classes, name }: Target): { codes: Int32Array; notes: string[] } {
  const position = new Map(classes.map((label, k) => [label, k]));
  let strange = 0;
  const codes = Int32Array.from(rows, (row) => {
    const text = textAt(column, row);
    if (text === undefined) return -1;
    const code = position.get(text) ?? -1;
    if (code < 0) strange++;
    return code;
  });
  const notes =
    strange > 0
      ? [`${counted(strange, 'row has', 'rows have')} a ${name} that the models do not know: left out of the metrics.`]
      : [];
  return { codes, notes };
}

function allRows(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => i);
}
