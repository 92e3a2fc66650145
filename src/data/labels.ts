import { Problem } from './problem';
import type { Table } from './table';
import { counted } from './words';

/**
 * The columns of two files side by side, row by row; a second file of a single column holds the classes. Throws a `Problem`
 * where the rows differ in number or columns have the same name.
 */
export function joinLabels(table: Table, labels: Table): Table {
  if (table.rows !== labels.rows) {
    const message = `the file of labels has ${counted(labels.rows, 'row')} and the data ${counted(table.rows, 'row')}; expected a label for each row of the data, in the same order`;
    throw new Problem('unequal-rows', message, ['labels']);
  }
  const names = new Set(table.columns.map(({ name }) => name));
  const twice = labels.columns.find(({ name }) => names.has(name));
  if (twice) {
    const message = `both the data and the file of labels have a column ${twice.name}; rename it in one of them`;
    throw new Problem('repeated-column', message, ['labels']);
  }
  const [only, ...others] = labels.columns;
  return {
    ...table,
    columns: [...table.columns, ...labels.columns],
    report: { ...table.report, notes: [...table.report.notes, ...labels.report.notes] },
    ...(only && others.length === 0 ? { target: only.name } : {}),
  };
}
