import { decode } from 'jpeg-js';
import { damaged, decoding } from '../damaged';
import type { PictureFormat, PictureSize } from './picture';

/** A camera's picture, ITU-T T.81 (1992): baseline and progressive, grey, YCbCr and CMYK. */
export const jpeg: PictureFormat = {
  title: 'JPEG',
  recognises: (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff,
  sizeOf,
  decode(bytes) {
    const { width, height, data } = decoding('JPEG', 'its content', () =>
      decode(bytes, { useTArray: true, formatAsRGBA: false, tolerantDecoding: false, ...mostDecoded }),
    );
    return { width, height, rgb: data };
  },
};

/** Beyond what a picture of the largest size takes. */
const mostDecoded = { maxResolutionInMP: 17, maxMemoryUsageInMB: 512 };

/** A frame's header says the size: its marker is C0 to CF, without the three of these that mark other things. */
const otherMarkers = [0xc4, 0xc8, 0xcc];

function sizeOf(bytes: Uint8Array): PictureSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && !otherMarkers.includes(marker))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  throw damaged('JPEG', 'its beginning', 'no header that says the size; expected one');
}
