import { Problem } from '../data/problem';

/** The parts of an address that decide what contains what; a `vscode.Uri` is one. */
export interface Place {
  readonly scheme: string;
  readonly authority: string;
  /** Decoded, with `/` between folders. */
  readonly path: string;
}

/**
 * Folders and file name of a path written in a cell. Absolute paths, addresses, backslashes and percent-encoded dots or
 * slashes are refused here; `..` is kept and judged by {@link isInside} once the whole path is known.
 */
export function segmentsOf(path: string): string[] {
  if (path.trim() === '')
    throw new Problem('missing-file', 'the path is empty; expected a file such as data/iris.csv', ['data']);
  if (path.includes('\\')) {
    throw new Problem(
      'invalid-path',
      `invalid path: ${path}; expected folders separated by /, as in ${path.replaceAll('\\', '/')}`,
      ['data'],
    );
  }
  if (hasControlCharacter(path) || /%(2e|2f|5c|00)/i.test(path)) throw outside(path);
  if (path.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(path)) throw outside(path);
  return path.split('/').filter((segment) => segment !== '' && segment !== '.');
}

export function outside(path: string): Problem {
  return new Problem(
    'outside-workspace',
    `outside the workspace: ${path}; expected a path relative to the notebook, to a file in its folder or in the workspace`,
    ['data'],
  );
}

/** Whether `place` is `folder` or lies below it. Both paths are normalised. */
export function isInside(place: Place, folder: Place): boolean {
  const root = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return (
    place.scheme === folder.scheme &&
    place.authority === folder.authority &&
    (place.path === folder.path || place.path.startsWith(root))
  );
}

/** `../data/iris.csv`: the way from a folder to a file, or nothing when they are on different file systems. */
export function relativePath(folder: Place, file: Place): string | undefined {
  if (folder.scheme !== file.scheme || folder.authority !== file.authority) return undefined;
  const from = folder.path.split('/').filter(Boolean);
  const to = file.path.split('/').filter(Boolean);
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

/** Percent-encodes each folder and file name, so that a webview can resolve the path against its base address. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Whether a name belongs to the machinery of a project, such as `.git`, where nothing is ever written. */
export function isHidden(segment: string): boolean {
  return segment.startsWith('.') && segment !== '..';
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 32 || text.charCodeAt(i) === 127) return true;
  return false;
}
