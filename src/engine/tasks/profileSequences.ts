import type { Dataset } from '../../data/dataset';
import type { SequenceRole } from '../../data/sequences';
import { sequenceViews } from '../../data/sequenceViews';
import { counted, listed, shortened } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import type { ResultTable } from '../../protocol/result';
import { histogramOf } from '../drawing/histograms';

/** With more classes than this, a histogram in groups says nothing. */
const mostGroups = 12;
/** Symbols that the table has a row for. */
const mostSymbols = 1000;
/** Columns of numbers that are drawn. */
const mostColumns = 12;

/**
 * What the sequences of a file are like, by class:
 * - `sequences`: class, sequences, steps, shortest, mean, longest;
 * - `symbols`: class, symbol, count, share (of the steps of the class).
 */
export function profileSequences(
  dataset: Dataset,
  role: SequenceRole,
): { tables: ResultTable[]; figure: FigureOf<'histograms'>; notes: string[] } {
  const { target, rows } = dataset;
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const classes = target && target.classes.length <= mostGroups ? target.classes : undefined;
  const groupOf = (row: number) => (classes ? target!.codes[row]! : 0);
  const groups = classes ?? ['all sequences'];
  const views = sequenceViews(role.column, role, all).map(({ column, owner }) => ({
    column,
    members: groups.map((_, g) => Array.from(owner.keys()).filter((i) => groupOf(owner[i]!) === g)),
  }));
  const [lengths, steps] = views;
  const shown = views.slice(0, 1 + 2 * mostColumns);
  return {
    tables: [
      {
        name: 'sequences',
        columns: ['class', 'sequences', 'steps', 'shortest', 'mean', 'longest'],
        rows: groups.map((group, g) => [
          group,
          ...lengthsOf(lengths!.members[g]!.map((i) => numberAt(lengths!.column, i))),
        ]),
      },
      ...(role.symbols
        ? [
            {
              name: 'symbols',
              columns: ['class', 'symbol', 'count', 'share'],
              rows: symbolRows(role.symbols, groups, steps!),
            },
          ]
        : []),
    ],
    figure: {
      kind: 'histograms',
      title: classes ? `Steps of sequences by ${target!.name}` : 'Steps of sequences',
      summary: `${counted(rows, 'sequence')}: their lengths, ${listed(role.names)} of all steps, and how steps follow one another${classes ? `, for each ${target!.name}` : ''}.`,
      groups,
      columns: shown.map(({ column, members }) => histogramOf(members.map((own) => ({ column, rows: own })))),
    },
    notes:
      role.gaps > 0
        ? [
            `${counted(role.gaps, 'observation is', 'observations are')} missing within sequences: such steps are summed out.`,
          ]
        : [],
  };
}

type Counted = { column: ReturnType<typeof sequenceViews>[number]['column']; members: number[][] };

function numberAt(column: Counted['column'], i: number): number {
  return column.kind === 'numeric' ? column.values[i]! : column.codes[i]!;
}

function lengthsOf(lengths: readonly number[]): (number | null)[] {
  if (lengths.length === 0) return [0, 0, null, null, null];
  const steps = lengths.reduce((sum, length) => sum + length, 0);
  const extreme = (of: (a: number, b: number) => number) => lengths.reduce((a, b) => of(a, b));
  return [lengths.length, steps, extreme(Math.min), steps / lengths.length, extreme(Math.max)];
}

function symbolRows(
  symbols: readonly string[],
  groups: readonly string[],
  { column, members }: Counted,
): ResultTable['rows'] {
  return groups.flatMap((group, g) => {
    const counts = new Int32Array(symbols.length);
    for (const i of members[g]!) counts[numberAt(column, i)]!++;
    const total = Math.max(1, members[g]!.length);
    return Array.from(counts.keys())
      .sort((a, b) => counts[b]! - counts[a]! || a - b)
      .slice(0, mostSymbols)
      .map((v) => [group, shortened(symbols[v]!, 200), counts[v]!, counts[v]! / total]);
  });
}
