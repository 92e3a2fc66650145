import type { Dataset } from '../../data/dataset';
import type { ImageShape } from '../../data/plan';
import { Problem, unknown } from '../../data/problem';
import type { Choice, Json } from '../../protocol/cards';

/** Whether a pixel is hidden; x and y from 0 at the left and the top to 1. */
type Region = (x: number, y: number) => boolean;

/** Parts of a picture that can be hidden. */
const regions: { readonly [word: string]: { doc: string; hides: Region } } = {
  bottom: { doc: 'The lower half of each picture.', hides: (_, y) => y >= 0.5 },
  top: { doc: 'The upper half of each picture.', hides: (_, y) => y < 0.5 },
  left: { doc: 'The left half of each picture.', hides: (x) => x < 0.5 },
  right: { doc: 'The right half of each picture.', hides: (x) => x >= 0.5 },
  center: { doc: 'The middle of each picture.', hides: (x, y) => x >= 0.25 && x < 0.75 && y >= 0.25 && y < 0.75 },
};

export const regionChoices: Choice[] = Object.entries(regions).map(([value, { doc }]) => ({ value, doc }));

const defaultRegion = 'bottom';

/**
 * The features that a cell hides: a part of each picture, or columns by name. Without a word, the lower half of pictures and
 * the second half of the features of tables. Throws a `Problem` where nothing or everything would be hidden.
 */
export function hiddenFeatures({ features, image, plan }: Dataset, hide: Json | undefined): Set<string> {
  const names = features.map(({ name }) => name);
  const wanted = hide ?? (image ? defaultRegion : names.slice(Math.ceil(names.length / 2)));
  if (typeof wanted === 'string' && image) return pixelsIn(regions[wanted]!.hides, image, names);
  const listed = (Array.isArray(wanted) ? wanted : [wanted]) as string[];
  listed.forEach((name, i) => {
    if (!names.includes(name)) throw unknown('column', name, names, ['hide', i]);
    if (name === plan.text?.column)
      throw new Problem('unsuitable-feature', `${name} is a text, which cannot be completed; hide another column`, [
        'hide',
        i,
      ]);
  });
  if (listed.length === 0 || listed.length === names.length)
    throw new Problem(
      'invalid-value',
      `invalid hide: ${listed.length} of ${names.length} features; expected some features, but not all, as the others are what is known`,
      ['hide'],
    );
  return new Set(listed);
}

function pixelsIn(hides: Region, { width, height, channels }: ImageShape, names: readonly string[]): Set<string> {
  return new Set(
    names.filter((_, at) => {
      const pixel = Math.floor(at / channels);
      return hides((pixel % width) / width, Math.floor(pixel / width) / height);
    }),
  );
}
