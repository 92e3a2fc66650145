import type { Cell } from './cells';

/** Rows as CSV text (RFC 4180, LF): numbers exactly, empty cells for null and NaN, quotes where reading needs them. */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]): string => {
    const text = cells.map(field).join(',');
    // A line of nothing would be skipped on reading.
    return text === '' && cells.length === 1 ? '""' : text;
  };
  return [header, ...rows].map((cells) => `${line(cells)}\n`).join('');
}

function field(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return '';
  // The reader takes whole numbers beyond 2^53 for identifiers, unless they have an exponent.
  const isHuge = Number.isInteger(cell) && !Number.isSafeInteger(cell);
  const text = isHuge ? (cell as number).toExponential() : String(cell);
  return /[",;|\t\r\n]|^[\s#]|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
