import { Problem } from './problem';

/**
 * A file that is not what its format says.
 *
 * @param title the format's name, such as "IDX"
 * @param place the byte offset or the section, such as "byte 12" or "the header"
 * @param found what stands there and what was expected, as in "2 dimensions; expected 1 to 4"
 */
export function damaged(title: string, place: string, found: string): Problem {
  return new Problem('damaged-file', `the ${title} file is damaged in ${place}: ${found}; save or copy it anew`);
}

/** Runs a decoder of a package, and tells what it throws, whatever that is, as damage in `place`. */
export function decoding<T>(title: string, place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Problem) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw damaged(title, place, `${why.replace(/\s+/g, ' ')}; expected a whole ${title} file`);
  }
}
