import type { Cell } from './grid';

/** Offers bytes as a file. The link is inside the output, where VS Code sees the click and asks where to save. */
export function save(near: HTMLElement, name: string, extension: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${fileName(name)}.${extension}`;
  link.hidden = true;
  near.append(link);
  link.click();
  link.remove();
  // VS Code reads the address after the click
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function saveCsv(near: HTMLElement, name: string, columns: string[], rows: Cell[][]): void {
  save(near, name, 'csv', toCsv(columns, rows), 'text/csv');
}

/** RFC 4180: quotes around what needs them, lines end in CRLF, empty for what is not there. */
export function toCsv(columns: string[], rows: Cell[][]): string {
  const field = (value: Cell) => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => row.map(field).join(',') + '\r\n').join('');
}

function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'figure'
  );
}
