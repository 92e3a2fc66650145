import { mostFiles, type FolderFile } from './folder';
import { isHiddenName } from './places';

/** Folders below each other that are looked into. */
const mostDepth = 8;

interface Entry {
  name: string;
  isFolder: boolean;
  /** What is neither, such as a link, is left out. */
  isFile: boolean;
}

/**
 * The files below a folder without hidden ones, somewhat more than the most that can be read at the end.
 *
 * @param list what is in a folder, by its path from the first one
 * @param look the size of a file and what changes when its content may have changed
 */
export async function walkFolder(
  list: (below: string) => Promise<readonly Entry[]>,
  look: (path: string) => Promise<Pick<FolderFile, 'size' | 'version'>>,
): Promise<FolderFile[]> {
  const files: FolderFile[] = [];
  const queue = [{ below: '', depth: 0 }];
  for (let next = queue.shift(); next && files.length <= mostFiles; next = queue.shift()) {
    const { below, depth } = next;
    const entries = (await list(below)).filter(({ name }) => !isHiddenName(name));
    const at = (name: string) => (below === '' ? name : `${below}/${name}`);
    const own = entries.filter(({ isFile }) => isFile).map(({ name }) => at(name));
    files.push(...(await Promise.all(own.map(async (path) => ({ path, ...(await look(path)) })))));
    if (depth < mostDepth)
      queue.push(
        ...entries.filter(({ isFolder }) => isFolder).map(({ name }) => ({ below: at(name), depth: depth + 1 })),
      );
  }
  return files;
}
