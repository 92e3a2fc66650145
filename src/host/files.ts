import * as vscode from 'vscode';
import { nearest, Problem } from '../data/problem';
import type { LocatedFile } from '../protocol/messages';
import { toBase64 } from '../protocol/packing';
import { baseFolders, findDataPaths, pathInCell } from './dataFiles';
import { locateFolder, readFolder } from './folders';
import { encodePath, isHidden, isInside, outside, relativePath, segmentsOf } from './paths';

/** At most this many bytes travel in one message. */
const chunkLimit = 1 << 20;
/** How long bytes that were read are kept for the next chunk, in milliseconds. */
const keepBytes = 20_000;

/** The files that cells of a notebook may read and write: those in its folder and in the workspace. */
export class WorkspaceFiles {
  private recent: { uri: string; bytes: Promise<Uint8Array>; timer: ReturnType<typeof setTimeout> } | undefined;

  /** Finds a file by the path in a cell: relative to the notebook's folder, else to a workspace folder. */
  async locate(notebook: vscode.NotebookDocument, path: string): Promise<LocatedFile> {
    for (const uri of candidates(notebook, path)) {
      const stat = await statOf(uri);
      if (!stat) continue;
      if (stat.type & vscode.FileType.Directory) return locateFolder(uri, path);
      const way = relativePath(baseFolders(notebook)[0]!, uri);
      return {
        uri: uri.toString(),
        address: way === undefined ? '' : encodePath(way),
        size: stat.size,
        version: `${stat.mtime}-${stat.size}`,
      };
    }
    throw await this.missing(notebook, path);
  }

  /** Part of a located file, in base64. */
  async readChunk(
    notebook: vscode.NotebookDocument,
    input: { uri: string; offset: number; length: number },
  ): Promise<string> {
    const uri = vscode.Uri.parse(input.uri, true);
    if (!baseFolders(notebook).some((folder) => isInside(uri, folder))) throw outside(input.uri);
    const bytes = await this.read(uri);
    return toBase64(bytes.subarray(input.offset, input.offset + Math.min(input.length, chunkLimit)));
  }

  /** Writes a new file, over an existing one only when asked to. Returns its path as a cell would write it. */
  async write(notebook: vscode.NotebookDocument, path: string, bytes: Uint8Array, overwrite: boolean): Promise<string> {
    const at = ['to'];
    const [uri] = candidates(notebook, path);
    if (!uri) throw outside(path);
    const base = baseFolders(notebook).find((folder) => isInside(uri, folder))!;
    const below = relativePath(base, uri)!.split('/');
    if (below.some(isHidden))
      throw new Problem('hidden-file', `${path} is not written: names that begin with a dot are left alone`, at);
    // a link could lead out of the workspace
    for (let i = 1; i <= below.length; i++) {
      const stat = await statOf(vscode.Uri.joinPath(base, ...below.slice(0, i)));
      if (stat && stat.type & vscode.FileType.SymbolicLink) {
        throw new Problem('outside-workspace', `${path} is not written: ${below.slice(0, i).join('/')} is a link`, at);
      }
      if (!stat || i < below.length) continue;
      if (stat.type & vscode.FileType.Directory)
        throw new Problem('is-a-directory', `${path} is a folder; expected the name of a new file`, at);
      if (!overwrite)
        throw new Problem(
          'file-exists',
          `${path} is there already; write "overwrite: true" in the cell to replace it`,
          at,
        );
    }
    await vscode.workspace.fs.writeFile(uri, bytes);
    return pathInCell(notebook, uri) ?? path;
  }

  /** Kept for a while: `workspace.fs` reads whole files only, and the next chunk of this one is asked for soon. */
  private read(uri: vscode.Uri): Promise<Uint8Array> {
    const key = uri.toString();
    if (this.recent) clearTimeout(this.recent.timer);
    const bytes = this.recent?.uri === key ? this.recent.bytes : readWhole(uri);
    this.recent = { uri: key, bytes, timer: setTimeout(() => (this.recent = undefined), keepBytes) };
    return bytes;
  }

  private async missing(notebook: vscode.NotebookDocument, path: string): Promise<Problem> {
    const bases = baseFolders(notebook);
    if (bases.length === 0) {
      return new Problem(
        'missing-file',
        `missing file: ${path}; save the notebook or open a folder, so that paths have a start`,
        ['data'],
      );
    }
    const known = await findDataPaths(notebook);
    const guess = nearestFile(path, known);
    const hint =
      guess === undefined ? `expected a path relative to the notebook; ${listed(known)}` : `did you mean ${guess}?`;
    return new Problem('missing-file', `missing file: ${path}; ${hint}`, ['data']);
  }
}

/** Where a path of a cell may be, in order of preference; never outside the notebook's folder and the workspace. */
function candidates(notebook: vscode.NotebookDocument, path: string): vscode.Uri[] {
  const segments = segmentsOf(path);
  const bases = baseFolders(notebook);
  const places = bases.map((base) => vscode.Uri.joinPath(base, ...segments));
  const inside = places.filter((place) => bases.some((base) => isInside(place, base)));
  if (inside.length === 0 && bases.length > 0) throw outside(path);
  return inside;
}

async function readWhole(uri: vscode.Uri): Promise<Uint8Array> {
  const stat = await vscode.workspace.fs.stat(uri);
  return stat.type & vscode.FileType.Directory ? readFolder(uri) : vscode.workspace.fs.readFile(uri);
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
}

/** By its whole path, else by its name alone: the right file is often in another folder. */
function nearestFile(path: string, known: readonly string[]): string | undefined {
  const name = (each: string) => each.slice(each.lastIndexOf('/') + 1);
  const sameName = known.find((each) => name(each).toLowerCase() === name(path).toLowerCase());
  return sameName ?? nearest(path, known);
}

function listed(known: readonly string[]): string {
  if (known.length === 0) return 'there is no data file in the workspace';
  return `there are: ${known.slice(0, 8).join(', ')}${known.length > 8 ? ', …' : ''}`;
}
