import { readFile, writeFile } from 'node:fs/promises';
import { Problem } from '../data/problem';
import { resultMime } from '../protocol/result';
import type { Result } from '../protocol/result';
import type { ReportCell } from '../protocol/report/report';
import { textSummary } from '../protocol/textSummary';

const languageId = 'model-cell';

interface Output {
  output_type: string;
  [key: string]: unknown;
}

interface NotebookCell {
  cell_type: string;
  metadata?: { vscode?: { languageId?: string } };
  source: string | string[];
  execution_count?: number | null;
  outputs?: Output[];
}

interface NotebookFile {
  nbformat: number;
  metadata?: { language_info?: { name?: string }; kernelspec?: { name?: string; language?: string } };
  cells: NotebookCell[];
}

/** A Jupyter notebook (nbformat 4); what is not ours is kept as it is. */
export class Notebook {
  private count = 0;

  private constructor(
    private readonly content: NotebookFile,
    private readonly ending: string,
  ) {}

  static async read(path: string): Promise<Notebook> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new Problem(
        'missing-file',
        error.code === 'ENOENT' ? `missing notebook: ${path}` : `cannot read ${path}: ${error.message}`,
      );
    });
    let content: NotebookFile;
    try {
      content = JSON.parse(text.replace(/^\uFEFF/, '')) as NotebookFile;
    } catch (error) {
      throw new Problem('invalid-notebook', `${path} is no notebook: ${(error as Error).message}`);
    }
    if (content?.nbformat !== 4 || !Array.isArray(content.cells)) {
      throw new Problem('invalid-notebook', `${path} is no notebook of format 4; save it in VS Code or Jupyter once`);
    }
    return new Notebook(content, text.endsWith('\n') ? '\n' : '');
  }

  /** The model cells: their place among all cells, counted from 1, and their text. */
  cells(): { number: number; text: string }[] {
    return this.content.cells.flatMap((cell, i) =>
      this.isModelCell(cell) ? [{ number: i + 1, text: textOf(cell.source) }] : [],
    );
  }

  /** All cells with what their saved outputs show, for a report. */
  reportCells(): ReportCell[] {
    return this.content.cells.map((cell) => ({
      kind: cell.cell_type === 'code' ? 'code' : 'markdown',
      text: textOf(cell.source),
      ...shownBy(cell.outputs ?? []),
    }));
  }

  /** Puts a result under a cell, as the extension does. `picture`: PNG in base64. */
  setResult(number: number, result: Result, picture: string | undefined): void {
    this.setOutput(number, {
      data: {
        [resultMime]: result,
        ...(picture === undefined ? {} : { 'image/png': picture }),
        'text/plain': linesOf(textSummary(result)),
      },
      metadata: {},
      output_type: 'display_data',
    });
  }

  setError(number: number, name: string, message: string): void {
    this.setOutput(number, { ename: name, evalue: message, output_type: 'error', traceback: message.split('\n') });
  }

  async write(path: string): Promise<void> {
    await writeFile(path, JSON.stringify(this.content, null, 1) + this.ending);
  }

  private setOutput(number: number, output: Output): void {
    const cell = this.content.cells[number - 1]!;
    cell.execution_count = ++this.count;
    cell.outputs = [output];
  }

  private isModelCell(cell: NotebookCell): boolean {
    const { language_info: info, kernelspec } = this.content.metadata ?? {};
    const language = cell.metadata?.vscode?.languageId ?? info?.name ?? kernelspec?.language;
    return cell.cell_type === 'code' && language === languageId;
  }
}

function textOf(source: string | string[]): string {
  return typeof source === 'string' ? source : source.join('');
}

/** As notebooks hold text: lines with their ends. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** What the outputs of a cell hold of the kinds that a report shows. */
function shownBy(outputs: readonly Output[]): Omit<ReportCell, 'kind' | 'text'> {
  const shown: Omit<ReportCell, 'kind' | 'text'> = {};
  const plain: string[] = [];
  for (const { data, text, evalue } of outputs) {
    const bundle = (data ?? {}) as { [mime: string]: unknown };
    if (bundle[resultMime] !== undefined) shown.result = bundle[resultMime];
    const picture = lines(bundle['image/png']);
    if (picture !== undefined) shown.picture = picture;
    const words = lines(bundle['text/plain']) ?? lines(text);
    if (words !== undefined) plain.push(words);
    if (typeof evalue === 'string') shown.error = evalue;
  }
  return { ...shown, ...(plain.length > 0 ? { plain: plain.join('\n') } : {}) };
}

/** Text as notebooks hold it: a string or a list of lines. */
function lines(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.every((line) => typeof line === 'string') ? value.join('') : undefined;
}
