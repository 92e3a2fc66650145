import { zipSync } from 'fflate';
import { sha256 } from '../hash';
import { mostUnfolded } from '../limits';
import { Problem } from '../problem';
import { counted, grouped } from '../words';
import { sharedFolders } from './places';

/** Beyond these nobody waits for a folder, or a browser cannot hold it. */
export const mostFiles = 50_000;
const mostBytes = mostUnfolded;

/** Files that are read at the same time. */
const readAtOnce = 64;

/** A file below a folder, by its path from there with `/` between names. */
export interface FolderFile {
  path: string;
  /** Bytes. */
  size: number;
  /** Changes when the content may have changed. */
  version: string;
}

const picture = /\.(png|jpe?g)$/i;

export function isPicture(path: string): boolean {
  return picture.test(path);
}

/** Throws a `Problem` where a folder holds no pictures, more than can be read, or other files around them. `path`: as the cell names the folder. */
export function checkFolder(path: string, files: readonly FolderFile[]): void {
  const at = ['data'];
  const whole = path.replace(/\/+$/, '');
  const pictures = files.filter((file) => isPicture(file.path));
  if (pictures.length === 0)
    throw new Problem(
      'is-a-directory',
      `${path} is a folder without PNG or JPEG pictures; expected a file, such as ${whole}/data.csv, or a folder of pictures with a sub-folder for each class`,
      at,
    );
  const inner = sharedFolders(pictures.map((file) => file.path)).join('/');
  const other = files.find((file) => !file.path.startsWith(`${inner}/`));
  if (inner !== '' && other)
    throw new Problem(
      'is-a-directory',
      `${path} is a folder of other files, too; expected one of them, such as ${whole}/${other.path}, or the folder of its pictures: ${whole}/${inner}`,
      at,
    );
  const bytes = pictures.reduce((sum, { size }) => sum + size, 0);
  if (files.length <= mostFiles && bytes <= mostBytes) return;
  throw new Problem(
    'file-too-large',
    `${path} holds ${counted(files.length, 'file')} of ${grouped(bytes)} bytes; expected at most ${grouped(mostFiles)} files and ${grouped(mostBytes)} bytes: take fewer or smaller pictures`,
    at,
  );
}

/** Changes when a file of a folder does. */
export function folderVersion(files: readonly FolderFile[]): Promise<string> {
  const lines = files.map(({ path, size, version }) => `${path} ${size} ${version}`);
  return sha256(new TextEncoder().encode(lines.sort().join('\n')));
}

/** The bytes of {@link packFolder}, known before the files are read. */
export function packedSize(files: readonly FolderFile[]): number {
  const end = 22;
  const around = 30 + 46;
  return files.reduce((sum, file) => {
    const name = new TextEncoder().encode(file.path).length;
    return sum + around + 2 * name + (isPicture(file.path) ? file.size : 0);
  }, end);
}

/**
 * A folder as one file: an archive without compression, in which files that are no pictures are empty. The same folder gives
 * the same bytes.
 *
 * @param read the content of a picture
 */
export async function packFolder(
  files: readonly FolderFile[],
  read: (path: string) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const paths = files.map(({ path }) => path).sort();
  const content: Record<string, Uint8Array> = {};
  for (let from = 0; from < paths.length; from += readAtOnce) {
    const some = paths.slice(from, from + readAtOnce);
    const bytes = await Promise.all(some.map((path) => (isPicture(path) ? read(path) : new Uint8Array(0))));
    some.forEach((path, i) => (content[path] = bytes[i]!));
  }
  return zipSync(content, { level: 0, mtime: new Date(1980, 0, 1) });
}
