import type { DataPlan, SequencePlan } from './plan';
import { Problem, type CellPath } from './problem';
import { unknownColumn } from './roles';
import { groupsOf, orderOf, representatives } from './sequenceGroups';
import { gap, readSequence, writeSequence } from './sequenceText';
import { textAt, type Column, type Table, type TextColumn } from './table';
import { counted, listed, shortened } from './words';

/** Steps times columns of all sequences, each as long as the longest: 160 MB as numbers. */
const mostCells = 20_000_000;
/** Rows of which each is a whole sequence, where the plan has such; any other table stays as it is. */
export function wholeRows(table: Table, plan: DataPlan): Table {
  return plan.sequence ? sequenceTable(table, plan, plan.sequence) : table;
}

/** The name of the column of whole sequences. */
export function sequenceName({ symbol }: SequencePlan): string {
  return symbol.join(', ');
}

/**
 * One row per sequence: the column of sequences, and the other columns as far as they do not change within one. What
 * changes and must not (target, split column) is a `Problem`; what was cut or left out is said in the notes of the report.
 */
function sequenceTable(table: Table, plan: DataPlan, sequence: SequencePlan): Table {
  const find = (name: string, at: CellPath): Column => {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column) return column;
    throw unknownColumn(
      name,
      table.columns.map((candidate) => candidate.name),
      at,
    );
  };
  const steps = sequence.symbol.map((name, i) => find(name, ['sequence', 'symbol', i]));
  if (sequence.id === undefined) return inCells(table, steps);
  if (steps.length > 1) checkNumbers(steps);
  const id = find(sequence.id, ['sequence', 'id']);
  const order = sequence.order === undefined ? undefined : find(sequence.order, ['sequence', 'order']);
  const groups = groupsOf(id, order && orderOf(order));
  const used = [sequence.id, ...(sequence.order === undefined ? [] : [sequence.order]), ...sequence.symbol];
  const columns: Column[] = [];
  const varying: string[] = [];
  for (const column of table.columns) {
    if (used.includes(column.name) && column.name !== sequence.id) continue;
    const { rows, differing } = representatives(column, groups.sequences);
    const role = differing && roleOf(column.name, plan);
    if (role) throw changing(column, id, differing, role);
    if (differing) varying.push(column.name);
    else columns.push(taken(column, rows));
  }
  const most = Math.max(1, Math.floor(mostCells / (groups.sequences.length * steps.length)));
  const longest = groups.sequences.reduce((length, rows) => Math.max(length, rows.length), 0);
  const texts = groups.sequences.map((rows) => textOf(steps, rows.length > most ? rows.slice(0, most) : rows));
  const lost = groups.lost > 0 ? [`${counted(groups.lost, 'row has', 'rows have')} no ${sequence.id}: left out.`] : [];
  const shortest = groups.sequences.reduce((length, rows) => Math.min(length, rows.length), longest);
  return {
    rows: groups.sequences.length,
    columns: [...columns, textColumn(sequenceName(sequence), texts)],
    report: {
      ...table.report,
      notes: [
        ...table.report.notes,
        `${counted(table.rows - groups.lost, 'row')} make ${counted(groups.sequences.length, 'sequence')} of ${shortest === longest ? longest : `${shortest} to ${longest}`} ${longest === 1 ? 'step' : 'steps'}.`,
        ...lost,
        ...(longest > most ? [cutNote(most, groups.sequences.length)] : []),
        ...(varying.length > 0 ? [`Left out, as they change within a sequence: ${listed(varying)}.`] : []),
      ],
    },
  };
}

/** Sequences that stand each in one cell. */
function inCells(table: Table, [column, ...more]: Column[]): Table {
  const at = ['sequence', 'symbol'];
  if (!column || more.length > 0)
    throw new Problem(
      'unsuitable-sequence',
      'several columns of symbols need an id: the column that says which rows form one sequence',
      at,
    );
  const needsId = `name the column that says which rows form one sequence: sequence: {id: column, symbol: ${column.name}}`;
  if (column.kind === 'numeric')
    throw new Problem('unsuitable-sequence', `column ${column.name} holds one number in each row; ${needsId}`, at);
  const tokens = column.levels.map(readSequence);
  const longest = tokens.reduce((length, symbols) => Math.max(length, symbols.length), 0);
  if (longest < 2)
    throw new Problem('unsuitable-sequence', `column ${column.name} holds one symbol in each row; ${needsId}`, at);
  const most = Math.max(1, Math.floor(mostCells / table.rows));
  const levels = tokens.map((symbols, level) =>
    symbols.length > most ? writeSequence(symbols.slice(0, most)) : column.levels[level]!,
  );
  return {
    ...table,
    columns: table.columns.map((each) => (each === column ? { ...column, kind: 'text', levels } : each)),
    report: {
      ...table.report,
      notes: [...table.report.notes, ...(longest > most ? [cutNote(most, table.rows)] : [])],
    },
  };
}

function roleOf(name: string, { target, split }: DataPlan): { told: string; at: CellPath } | undefined {
  if (name === target) return { told: 'class', at: ['target'] };
  return split && 'by' in split && split.by === name ? { told: 'part', at: ['split', 'by'] } : undefined;
}

/** A sequence has one class, and is in one part. */
function changing(
  column: Column,
  id: Column,
  [first, other]: [number, number],
  { told, at }: { told: string; at: CellPath },
): Problem {
  const [a, b] = [first, other].map((row) => shortened(textAt(column, row)!));
  return new Problem(
    'varying-in-sequence',
    `sequence ${shortened(textAt(id, first)!)} has two values of ${column.name}: ${a} and ${b}; expected one ${told} for each sequence: choose another id, or another column`,
    at,
  );
}

function checkNumbers(steps: readonly Column[]): void {
  const i = steps.findIndex(({ kind }) => kind !== 'numeric');
  if (i < 0) return;
  throw new Problem(
    'unsuitable-sequence',
    `column ${steps[i]!.name} holds words, and several columns of a step have to be numbers; name one column of symbols, or only columns of numbers`,
    ['sequence', 'symbol', i],
  );
}

function textOf(steps: readonly Column[], rows: Int32Array): string | undefined {
  let seen = false;
  const symbols = Array.from(rows, (row) => {
    const cells = steps.map((column) => textAt(column, row));
    if (cells.every((cell) => cell === undefined)) return undefined;
    seen = true;
    return cells.length === 1 ? cells[0] : cells.map((cell) => cell ?? gap).join(',');
  });
  return seen ? writeSequence(symbols) : undefined;
}

/** Words as a column of text, each on its own. */
function textColumn(name: string, texts: readonly (string | undefined)[]): TextColumn {
  const levels = texts.filter((text) => text !== undefined);
  let next = 0;
  const codes = Int32Array.from(texts, (text) => (text === undefined ? -1 : next++));
  return { kind: 'text', name, codes, levels, missing: texts.length - levels.length };
}

function taken(column: Column, rows: Int32Array): Column {
  if (column.kind === 'numeric') {
    const values = Float64Array.from(rows, (row) => column.values[row]!);
    return { ...column, values, missing: values.filter(Number.isNaN).length };
  }
  const codes = rows.map((row) => column.codes[row]!);
  return { ...column, codes, missing: codes.filter((code) => code < 0).length };
}

function cutNote(most: number, sequences: number): string {
  return `Only the first ${counted(most, 'step')} of longer sequences are read: ${counted(sequences, 'sequence')} of the greatest length would not fit into memory.`;
}
