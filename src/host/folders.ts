import * as vscode from 'vscode';
import {
  checkFolder,
  folderVersion,
  isPicture,
  packedSize,
  packFolder,
  type FolderFile,
} from '../data/pictures/folder';
import { placesOf, type Place } from '../data/pictures/places';
import { walkFolder } from '../data/pictures/walk';
import type { LocatedFile } from '../protocol/messages';

/** A folder of pictures, as the one file that it is read as. `path`: as the cell names it. Throws `Problem`. */
export async function locateFolder(folder: vscode.Uri, path: string): Promise<LocatedFile> {
  const files = await filesBelow(folder);
  checkFolder(path, files);
  // no address: a webview cannot fetch what has to be packed first
  return { uri: folder.toString(), address: '', size: packedSize(files), version: await folderVersion(files) };
}

/** Where the pictures of a folder lie. Throws `Problem` where it is none of pictures. */
export async function picturesIn(folder: vscode.Uri, path: string): Promise<Place[]> {
  const files = await filesBelow(folder);
  checkFolder(path, files);
  return placesOf(files.map((file) => file.path).filter(isPicture));
}

export async function readFolder(folder: vscode.Uri): Promise<Uint8Array> {
  return packFolder(await filesBelow(folder), async (path) => vscode.workspace.fs.readFile(at(folder, path)));
}

/** Without links, which could lead anywhere. */
function filesBelow(folder: vscode.Uri): Promise<FolderFile[]> {
  return walkFolder(
    async (below) => {
      const entries = await vscode.workspace.fs.readDirectory(at(folder, below));
      return entries.map(([name, type]) => ({
        name,
        isFolder: type === vscode.FileType.Directory,
        isFile: type === vscode.FileType.File,
      }));
    },
    async (path) => {
      const { size, mtime } = await vscode.workspace.fs.stat(at(folder, path));
      return { size, version: String(mtime) };
    },
  );
}

function at(folder: vscode.Uri, path: string): vscode.Uri {
  return path === '' ? folder : vscode.Uri.joinPath(folder, ...path.split('/'));
}
