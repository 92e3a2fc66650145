/** What the folders around a picture say of it. */
export interface Place {
  /** Without the folders that all pictures share. */
  path: string;
  /** The class. */
  label: string | undefined;
  /** For what it is: train, validation or test. */
  part: string | undefined;
}

/** Names of folders that divide pictures by what they are for, and the part that each is. */
const parts: Readonly<Partial<Record<string, string>>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
};

/** Folders themselves, and what systems leave behind: names that begin with a dot or with `__`. */
export function isHidden(path: string): boolean {
  return path.endsWith('/') || path.split('/').some(isHiddenName);
}

export function isHiddenName(name: string): boolean {
  return /^(\.|__)/.test(name);
}

/**
 * The class of a picture is the folder that it lies in, as in `cats/1.png` or `train/cats/1.png`; deeper folders belong to
 * their class.
 */
export function placesOf(paths: readonly string[]): Place[] {
  const names = paths.map((path) => path.split('/'));
  const shared = sharedFolders(paths).length;
  const below = names.map((each) => each.slice(shared));
  const areDivided = below.every(([first, ...rest]) => rest.length > 1 && parts[first!.toLowerCase()] !== undefined);
  return below.map((each) => {
    const [label, ...rest] = areDivided ? each.slice(1) : each;
    return {
      path: each.join('/'),
      label: rest.length > 0 ? label : undefined,
      part: areDivided ? parts[each[0]!.toLowerCase()] : undefined,
    };
  });
}

/**
 * The folders to read as data, by those that hold pictures themselves: of several in one folder, each of a class, that one;
 * of `photos/train` and `photos/test`, `photos`. Paths have `/` between names.
 */
export function pictureRoots(holders: readonly string[]): string[] {
  const among = new Map<string, string[]>();
  for (const holder of new Set(holders)) {
    const parent = parentOf(holder);
    among.set(parent, [...(among.get(parent) ?? []), holder]);
  }
  const roots = [...among].map(([parent, [first, ...more]]) => (more.length > 0 ? parent : first!));
  const isPart = (folder: string) => parts[folder.slice(folder.lastIndexOf('/') + 1).toLowerCase()] !== undefined;
  return [...new Set(roots.map((folder) => (isPart(folder) ? parentOf(folder) : folder)))];
}

function parentOf(folder: string): string {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
}

/** The folders around everything: an archive often begins with one, as in `data/cats/1.png` and `data/dogs/1.png`. */
export function sharedFolders(paths: readonly string[]): string[] {
  const names = paths.map((path) => path.split('/'));
  let depth = 0;
  const isShared = () => {
    const first = names[0]?.[depth];
    return names.every((each) => each.length > depth + 2 && each[depth] === first);
  };
  while (names.length > 0 && isShared()) depth++;
  return names[0]?.slice(0, depth) ?? [];
}
