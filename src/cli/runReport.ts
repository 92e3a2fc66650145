import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { reportOf } from '../protocol/report/report';
import type { ReportCommand } from './arguments';
import { Notebook } from './notebook';

/** `model-cells report`: what a notebook holds, results included, as one HTML file. */
export async function runReport({ notebook: path, out }: ReportCommand): Promise<void> {
  const notebook = await Notebook.read(path);
  await writeFile(out, reportOf(basename(path, '.ipynb'), notebook.reportCells()));
}
