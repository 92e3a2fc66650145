import type { Cell } from '../../data/cells';
import type { Dataset } from '../../data/dataset';
import { textAt } from '../../data/table';
import { grouped } from '../../data/words';
import type { ResultTable } from '../../protocol/result';
import type { Explained } from '../drawing/anomalyScores';
import type { Rows } from '../tasks/writeRows';
import { isFlagged } from './ranking';

/** Rows that a result keeps; the file written by `to` holds all. */
const most = 5000;

/** The rows of the file, the least likely first, model after model. */
export function anomalyTable(explained: readonly Explained[]): { table: ResultTable; notes: string[] } {
  const several = explained.length > 1;
  const measured = [...new Set(explained.map(({ ranking }) => ranking.measure.column))];
  const kept = Math.floor(most / explained.length);
  const cut = explained.some(({ ranking }) => ranking.order.length > kept);
  return {
    table: {
      name: 'anomalies',
      columns: ['row', ...measured, 'reason', 'flagged', ...(several ? ['model'] : [])],
      rows: explained.flatMap(({ ranking, reasons }) =>
        Array.from(ranking.order.subarray(0, kept), (row) => [
          row,
          ...measured.map((column) => (column === ranking.measure.column ? finite(ranking.scores[row]!) : null)),
          reasons.get(row) ?? null,
          isFlagged(ranking, row),
          ...(several ? [ranking.model.name] : []),
        ]),
      ),
    },
    notes: cut
      ? [
          `The table holds the ${grouped(kept)} least likely rows${several ? ' of each model' : ''}; write all with to: file.csv.`,
        ]
      : [],
  };
}

/** The file with log p(x) or what stands for it, flag and reason of each row behind its columns; impossible and unranked rows have no number. */
export function anomalyFile({ columns, rows }: Dataset, explained: readonly Explained[]): Rows {
  const several = explained.length > 1;
  const added = explained.flatMap(({ ranking }) =>
    [ranking.measure.column, 'flagged', 'reason'].map((name) => (several ? `${name} (${ranking.model.name})` : name)),
  );
  const cells = Array.from({ length: rows }, (_, row): Cell[] => [
    ...columns.map((column) => (column.kind === 'numeric' ? column.values[row]! : (textAt(column, row) ?? null))),
    ...explained.flatMap(({ ranking, reasons }): Cell[] => [
      finite(ranking.scores[row]!),
      Number.isNaN(ranking.scores[row]!) ? null : isFlagged(ranking, row) ? 'true' : 'false',
      reasons.get(row) ?? null,
    ]),
  ]);
  return { header: [...columns.map(({ name }) => name), ...added], cells };
}

/** Minus infinity is no number that a result or a file can carry. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
