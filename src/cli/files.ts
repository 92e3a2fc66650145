import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkFolder, folderVersion, packedSize, packFolder, type FolderFile } from '../data/pictures/folder';
import { walkFolder } from '../data/pictures/walk';
import { Problem } from '../data/problem';
import type { LocatedFile } from '../protocol/messages';

/** The files that a notebook's cells may read and write: those below its folder and below the current directory. */
export class NotebookFiles {
  private constructor(
    /** Real paths; the notebook's folder comes first. */
    private readonly roots: readonly string[],
  ) {}

  static async of(notebook: string, directory: string): Promise<NotebookFiles> {
    const roots = await Promise.all([dirname(resolve(notebook)), resolve(directory)].map((folder) => realpath(folder)));
    return new NotebookFiles([...new Set(roots)]);
  }

  async locate(path: string): Promise<LocatedFile> {
    for (const root of this.roots) {
      const wanted = this.inside(root, path);
      const real = wanted && (await realpath(wanted).catch(() => undefined));
      if (!real) continue;
      // a link may lead out of the folders
      if (!this.roots.some((folder) => contains(folder, real))) throw outside(path, 'data');
      const info = await stat(real);
      if (info.isDirectory()) return folderAt(real, path);
      return { uri: pathToFileURL(real).href, address: real, size: info.size, version: `${info.mtimeMs}-${info.size}` };
    }
    if (this.roots.every((root) => !this.inside(root, path))) throw outside(path, 'data');
    throw new Problem('missing-file', `missing file: ${path}; expected a path relative to the notebook`, ['data']);
  }

  async read({ address }: LocatedFile): Promise<Uint8Array> {
    if (!(await stat(address)).isDirectory()) return readFile(address);
    return packFolder(await filesBelow(address), (path) => readFile(join(address, path)));
  }

  /** Writes relative to the notebook; over a file that exists only when asked to. Returns the path. */
  async write(path: string, bytes: Uint8Array, overwrite: boolean): Promise<string> {
    const place = this.inside(this.roots[0]!, path);
    if (!place) throw outside(path, 'to');
    const folder = await this.folderOf(place, path);
    const file = join(folder, basename(place));
    const known = await lstat(file).catch(() => undefined);
    if (known?.isDirectory())
      throw new Problem('is-a-directory', `${path} is a folder; expected the name of a new file`, ['to']);
    if (known?.isSymbolicLink()) throw new Problem('outside-workspace', `${path} is not written: it is a link`, ['to']);
    if (known && !overwrite)
      throw new Problem('file-exists', `${path} is there already; write "overwrite: true" in the cell to replace it`, [
        'to',
      ]);
    if (overwrite) await writeFile(file, bytes);
    else await createNew(file, bytes);
    return path;
  }

  /** The real folder of a file to be written, made where it is missing; its nearest existing part must be inside. */
  private async folderOf(place: string, path: string): Promise<string> {
    const folder = dirname(place);
    for (let part = folder; ; part = dirname(part)) {
      const real = await realpath(part).catch(() => undefined);
      if (!real) continue;
      if (!this.roots.some((root) => contains(root, real))) throw outside(path, 'to');
      await mkdir(folder, { recursive: true });
      return realpath(folder);
    }
  }

  /** Where a path of a cell is below a root; undefined where it would leave all roots. */
  private inside(root: string, path: string): string | undefined {
    if (path.trim() === '')
      throw new Problem('missing-file', 'the path is empty; expected a file such as data/iris.csv', ['data']);
    if (isAbsolute(path) || path.includes('\\') || path.includes('\0') || /^[a-z][a-z0-9+.-]*:/i.test(path))
      return undefined;
    const place = resolve(root, path);
    return this.roots.some((folder) => contains(folder, place)) ? place : undefined;
  }
}

/** A folder of pictures, as the one file that it is read as. */
async function folderAt(real: string, path: string): Promise<LocatedFile> {
  const files = await filesBelow(real);
  checkFolder(path, files);
  return {
    uri: pathToFileURL(real).href,
    address: real,
    size: packedSize(files),
    version: await folderVersion(files),
  };
}

/** Without links, which could lead anywhere. */
async function filesBelow(folder: string): Promise<FolderFile[]> {
  return walkFolder(
    async (below) => {
      const entries = await readdir(join(folder, below), { withFileTypes: true });
      return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory(), isFile: entry.isFile() }));
    },
    async (path) => {
      const { size, mtimeMs } = await stat(join(folder, path));
      return { size, version: String(mtimeMs) };
    },
  );
}

function contains(folder: string, place: string): boolean {
  const way = relative(folder, place);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function outside(path: string, key: string): Problem {
  return new Problem(
    'outside-workspace',
    `outside the workspace: ${path}; expected a path relative to the notebook, to a file in its folder or in the current directory`,
    [key],
  );
}

/** Fails when somebody made the file in the meantime. */
async function createNew(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
  try {
    await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
}
