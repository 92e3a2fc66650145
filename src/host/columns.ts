import * as vscode from 'vscode';
import { Problem } from '../data/problem';
import type { ColumnInfo } from '../language/columns';
import { columnsIn } from './columnInfo';

/** What the editor can know of the columns of data files. */
export interface ColumnsService {
  /** Throws a `Problem` where the file cannot be read. */
  columnsOf(file: vscode.Uri): Promise<readonly ColumnInfo[]>;
}

/** `workspace.fs` gives whole files only; beyond this size, in bytes, that would take too much for a completion. */
const mostBytes = 128 * 1024 * 1024;
/** Files that are remembered. */
const kept = 20;

/** Reads the beginnings of data files; what was read is remembered until the file changes. */
export class WorkspaceColumns implements ColumnsService {
  private readonly known = new Map<string, { version: string; columns: Promise<readonly ColumnInfo[]> }>();

  async columnsOf(file: vscode.Uri): Promise<readonly ColumnInfo[]> {
    const { mtime, size } = await vscode.workspace.fs.stat(file);
    const key = file.toString();
    const version = `${mtime}-${size}`;
    const old = this.known.get(key);
    if (old?.version === version) return old.columns;
    const columns = read(file, size);
    this.known.delete(key);
    this.known.set(key, { version, columns });
    const [oldest] = this.known.keys();
    if (this.known.size > kept && oldest !== undefined) this.known.delete(oldest);
    return columns;
  }
}

async function read(file: vscode.Uri, size: number): Promise<ColumnInfo[]> {
  if (size > mostBytes) {
    throw new Problem('file-too-large', `${file.path} has ${size} bytes: its columns are looked at when a cell runs`);
  }
  return columnsIn(file.path, await vscode.workspace.fs.readFile(file));
}
