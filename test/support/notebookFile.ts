// Notebooks made by tests: small, and readable where they are used.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A code cell's text, or a markdown cell's; `outputs` as they stand in a file. */
export type CellText = string | { markdown: string } | { code: string; outputs: unknown[] };

interface Options {
  /** `python`: a notebook of somebody else. */
  language?: 'model-cell' | 'python';
}

/** The text of an .ipynb file. */
export function notebookText(cells: readonly CellText[], { language = 'model-cell' }: Options = {}): string {
  const kernelspec =
    language === 'python'
      ? { name: 'python3', display_name: 'Python 3', language: 'python' }
      : { name: 'model-cells', display_name: 'Model Cells', language: 'model-cell' };
  return JSON.stringify(
    {
      cells: cells.map((cell, i) => ({ id: `cell-${i}`, metadata: {}, ...fileCell(cell) })),
      metadata: { kernelspec, language_info: { name: language } },
      nbformat: 4,
      nbformat_minor: 5,
    },
    undefined,
    1,
  );
}

/** Writes a notebook into the folder of a workbench. */
export async function writeNotebook(
  workbench: { folder: string },
  name: string,
  cells: readonly CellText[],
  options: Options = {},
): Promise<void> {
  const path = join(workbench.folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, notebookText(cells, options));
}

function fileCell(cell: CellText): object {
  if (typeof cell === 'object' && 'markdown' in cell) return { cell_type: 'markdown', source: cell.markdown };
  const { code, outputs } = typeof cell === 'string' ? { code: cell, outputs: [] } : cell;
  return { cell_type: 'code', execution_count: null, source: code, outputs };
}
