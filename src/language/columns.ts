import { Problem, nearest, unknown } from '../data/problem';
import type { CellPath } from '../data/problem';
import type { DataPlan } from '../data/plan';
import { roleConflict, unknownColumn } from '../data/roles';
import type { LocatedProblem, ParsedCell } from './parseCell';
import { located } from './parseCell';
import type { Span } from './text';

/** What the editor knows of a column of a data file. */
export interface ColumnInfo {
  name: string;
  kind: 'numeric' | 'categorical' | 'text';
  /** Different values, sorted as classes are; absent where they are many. */
  levels?: string[];
  /** Of numbers. */
  low?: number;
  high?: number;
  /** Rows and, among them, empty cells. */
  rows: number;
  missing: number;
  /** Only the beginning of the file was read: there may be more levels, and other types further down. */
  partial?: boolean;
}

/**
 * Mistakes that show once the columns of the file are known, in the engine's words. `data`: what is in force in this
 * cell, its own keys included.
 */
export function checkAgainstColumns(
  cell: ParsedCell,
  data: Partial<DataPlan>,
  columns: readonly ColumnInfo[],
): LocatedProblem[] {
  const names = columns.map((column) => column.name);
  const target = columns.find((column) => column.name === data.target);
  const classes = target?.partial === true ? undefined : target?.levels;
  const problems: LocatedProblem[] = [];
  for (const { kind, value, at, span } of cell.mentions) {
    if (kind === 'column' && !names.includes(value)) {
      problems.push(located(unknownColumn(value, names, at), cell, suggest(at, span, value, names)));
    } else if (kind === 'class' && classes && !classes.includes(value)) {
      problems.push(located(unknown('class', value, classes, at), cell, suggest(at, span, value, classes)));
    }
  }
  const conflict = problems.length === 0 ? roleConflict(data) : undefined;
  if (conflict) problems.push(located(nearerHome(conflict, cell), cell));
  return problems;
}

function suggest(at: CellPath, span: Span, word: string, candidates: readonly string[]) {
  const replacement = nearest(word, candidates);
  return { at, span, ...(replacement === undefined ? {} : { replacement }) };
}

/** Of two keys in conflict the cell may hold only one; the problem goes there. */
function nearerHome(problem: Problem, { draft }: ParsedCell): Problem {
  const [key] = problem.at;
  if (key !== undefined && key in draft.data) return problem;
  const own = Object.keys(draft.data).find((name) => name !== 'path');
  return own === undefined ? problem : new Problem(problem.code, problem.message, [own]);
}
