import { Problem } from '../problem';
import { grouped } from '../words';
import { jpeg } from './jpeg';
import type { Picture, PictureFormat, PictureSize } from './picture';
import { png } from './png';

/** Every format of a picture that can be decoded. */
const pictureFormats: readonly PictureFormat[] = [png, jpeg];

/** Pixels of the largest picture that is decoded: 4096 x 4096, 50 MB. */
const mostPixels = 2 ** 24;

/** The size of a picture, by its content and whatever it is called. Throws `Problem`, also where it is too large to decode. */
export function sizeOfPicture(bytes: Uint8Array): PictureSize {
  const size = formatOf(bytes).sizeOf(bytes);
  const { width, height } = size;
  if (width > 0 && height > 0 && width * height <= mostPixels) return size;
  throw new Problem(
    'picture-size',
    `it has ${grouped(width)} × ${grouped(height)} pixels; expected 1 to ${grouped(mostPixels)}`,
  );
}

/** Decodes a picture whose size was looked at before. Throws `Problem`. */
export function decodePicture(bytes: Uint8Array): Picture {
  return formatOf(bytes).decode(bytes);
}

function formatOf(bytes: Uint8Array): PictureFormat {
  const format = pictureFormats.find(({ recognises }) => recognises(bytes));
  if (format) return format;
  const titles = pictureFormats.map(({ title }) => title).join(' or ');
  throw new Problem('damaged-file', `its content is no ${titles}; expected one, save it anew`);
}
