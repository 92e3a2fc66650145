import * as vscode from 'vscode';
import catalogue from 'model-cells:catalogue';
import { Problem } from '../../data/problem';
import type { DataPlan } from '../../data/plan';
import type { ColumnInfo } from '../../language/columns';
import type { EditorContext } from '../../language/complete';
import { overlay, readNotebook } from '../../language/notebookSession';
import { parseCell } from '../../language/parseCell';
import type { NotebookContext } from '../../language/notebookSession';
import type { ParsedCell } from '../../language/parseCell';
import type { LocatedFile } from '../../protocol/messages';
import type { ColumnsService } from '../columns';
import { findDataPaths } from '../dataFiles';
import { languageId } from '../names';
import type { NotebookState } from '../notebookState';

/** What the providers need of the rest of the host. */
export interface ProviderServices {
  files: {
    /** Throws a `Problem` where the file is missing or outside the workspace. */
    locate(notebook: vscode.NotebookDocument, path: string): Promise<LocatedFile>;
  };
  columns: ColumnsService;
  /** What the runs of a notebook have left: its data and trained models. */
  stateOf(notebook: vscode.NotebookDocument): NotebookState;
}

/** A cell as it is written at this moment, with what is known around it. */
export interface CellView {
  notebook: vscode.NotebookDocument;
  parsed: ParsedCell;
  /** The data in force in this cell, its own keys included. */
  data: Partial<DataPlan>;
  names: ReadonlyMap<string, string>;
}

/** How long a list of the workspace's data files is good for, in milliseconds. */
const filesKept = 5000;

export class Cells {
  private listing: { notebook: string; files: Promise<string[]>; until: number } | undefined;

  constructor(private readonly services: ProviderServices) {}

  /** The view of a cell's document; undefined for a document that is in no notebook. */
  view(document: vscode.TextDocument): CellView | undefined {
    const uri = document.uri.toString();
    for (const notebook of vscode.workspace.notebookDocuments) {
      const cells = modelCells(notebook);
      const index = cells.findIndex((cell) => cell.document.uri.toString() === uri);
      if (index >= 0) return this.viewOf(notebook, cells[index]!, contextsIn(cells)(index));
    }
    return undefined;
  }

  /** Every model cell of a notebook. */
  views(notebook: vscode.NotebookDocument): { document: vscode.TextDocument; view: CellView }[] {
    const cells = modelCells(notebook);
    const contextAt = contextsIn(cells);
    return cells.map((cell, i) => ({ document: cell.document, view: this.viewOf(notebook, cell, contextAt(i)) }));
  }

  /** The problem with a file that a cell names, if there is one. */
  async fileProblem(notebook: vscode.NotebookDocument, path: string): Promise<Problem | undefined> {
    try {
      await this.services.files.locate(notebook, path);
      return undefined;
    } catch (error) {
      return error instanceof Problem ? error : undefined;
    }
  }

  /** Nothing where there is no file, or none that can be read; the run will say why. */
  async columns({ notebook, data }: CellView): Promise<readonly ColumnInfo[]> {
    const paths = data.path === undefined ? [] : [data.path, ...(data.labels === undefined ? [] : [data.labels])];
    try {
      const files = await Promise.all(
        paths.map(async (path) => {
          const { uri } = await this.services.files.locate(notebook, path);
          return this.services.columns.columnsOf(vscode.Uri.parse(uri, true));
        }),
      );
      return files.flat();
    } catch {
      return [];
    }
  }

  async context(view: CellView): Promise<EditorContext> {
    const { target } = view.data;
    const [columns, files] = await Promise.all([this.columns(view), this.files(view.notebook)]);
    return { catalogue, names: view.names, columns, files, ...(target === undefined ? {} : { target }) };
  }

  /** Data files and folders of pictures as a cell of the notebook would write them. */
  files(notebook: vscode.NotebookDocument): Promise<string[]> {
    const key = notebook.uri.toString();
    if (this.listing?.notebook === key && Date.now() < this.listing.until) return this.listing.files;
    const files = findDataPaths(notebook);
    this.listing = { notebook: key, files, until: Date.now() + filesKept };
    return files;
  }

  forgetFiles(): void {
    this.listing = undefined;
  }

  private viewOf(notebook: vscode.NotebookDocument, cell: vscode.NotebookCell, written: NotebookContext): CellView {
    const state = this.services.stateOf(notebook);
    const trained = Object.entries(state.trained).map(([name, { model }]) => [name, model] as const);
    const names = new Map([...trained, ...written.names]);
    const parsed = parseCell(cell.document.getText(), { catalogue, names });
    return { notebook, parsed, data: overlay(written.data ?? state.data, parsed.draft.data), names };
  }
}

function contextsIn(cells: readonly vscode.NotebookCell[]): (index: number) => NotebookContext {
  return readNotebook(
    cells.map((cell) => cell.document.getText()),
    catalogue,
  );
}

export function modelCells(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
  return notebook.getCells().filter((cell) => cell.document.languageId === languageId);
}

export function toRange({ start, end }: ParsedCell['problems'][number]['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
