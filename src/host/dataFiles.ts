import * as vscode from 'vscode';
import catalogue from 'model-cells:catalogue';
import { isPicture } from '../data/pictures/folder';
import { pictureRoots } from '../data/pictures/places';
import { isHidden, isInside, relativePath } from './paths';

/** Enough to choose from; looking further would only keep people waiting. */
const limits = { files: 500, folders: 300, depth: 6 };

/** `.csv`, `.tsv`, ... */
export const dataExtensions: readonly string[] = catalogue.formats.flatMap((format) => format.extensions);

/** Folders that paths of a notebook start from: its own, then those of the workspace. */
export function baseFolders(notebook: Pick<vscode.NotebookDocument, 'uri' | 'isUntitled'>): vscode.Uri[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  return notebook.isUntitled ? folders : [vscode.Uri.joinPath(notebook.uri, '..'), ...folders];
}

/** The path to write in a cell of the notebook. Undefined: the file is outside its folders. */
export function pathInCell(
  notebook: Pick<vscode.NotebookDocument, 'uri' | 'isUntitled'>,
  file: vscode.Uri,
): string | undefined {
  const bases = baseFolders(notebook);
  const nearest = bases.find((base) => isInside(file, base));
  if (nearest?.toString() === file.toString()) return '.';
  return nearest && (relativePath(bases[0]!, file) ?? relativePath(nearest, file));
}

/** Data files in and below the folders. */
export async function findDataFiles(folders: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  return (await walk(folders)).files;
}

/** Data files and folders of pictures, as the cells of a notebook write them. */
export async function findDataPaths(notebook: Pick<vscode.NotebookDocument, 'uri' | 'isUntitled'>): Promise<string[]> {
  const bases = baseFolders(notebook);
  const { files, holders } = await walk(bases);
  const roots = bases.flatMap((base) => {
    const own = holders.filter((holder) => isInside(holder, base));
    return pictureRoots(own.map(({ path }) => path))
      .map((path) => base.with({ path }))
      .filter((root) => root.path !== base.path && isInside(root, base));
  });
  return [...new Set([...files, ...roots].flatMap((uri) => pathInCell(notebook, uri) ?? []))].sort();
}

/**
 * Data files, and the folders in which pictures lie. A walk of our own: `findFiles` finds nothing on some virtual file
 * systems.
 */
async function walk(folders: readonly vscode.Uri[]): Promise<{ files: vscode.Uri[]; holders: vscode.Uri[] }> {
  const found = new Map<string, vscode.Uri>();
  const holders: vscode.Uri[] = [];
  const queue = folders.map((uri) => ({ uri, depth: 0 }));
  const seen = new Set<string>();
  for (let step = 0; step < limits.folders && found.size < limits.files; step++) {
    const next = queue.shift();
    if (!next) break;
    if (seen.has(next.uri.toString())) continue;
    seen.add(next.uri.toString());
    const inside = await entries(next.uri);
    if (inside.some(([name, type]) => type === vscode.FileType.File && isPicture(name) && !isHidden(name)))
      holders.push(next.uri);
    for (const [name, type] of inside) {
      const uri = vscode.Uri.joinPath(next.uri, name);
      if (type & vscode.FileType.Directory) {
        if (next.depth < limits.depth && !isHidden(name) && name !== 'node_modules')
          queue.push({ uri, depth: next.depth + 1 });
      } else if (dataExtensions.some((extension) => name.toLowerCase().endsWith(extension)))
        found.set(uri.toString(), uri);
    }
  }
  return { files: [...found.values()], holders };
}

async function entries(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return []; // a folder that cannot be read offers no files
  }
}
