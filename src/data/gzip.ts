import { Gunzip } from 'fflate';
import { crc32 } from './crc32';
import { damaged, decoding } from './damaged';
import { checkSize, checkUnfolded } from './limits';
import { Problem } from './problem';
import type { Format, ReadProgress, ReadWish, Table } from './table';

/** So many compressed bytes are unfolded between two looks at how many came out, which is at most 1,032 times as many. */
const stride = 1 << 16;

/**
 * A file of any other format, compressed by gzip (RFC 1952), as in `data.csv.gz`.
 *
 * @param formatFor the format of the unfolded file, by its name without `.gz` and its content
 */
export function gzipOf(formatFor: (path: string, bytes: Uint8Array, wish?: ReadWish) => Format): Format {
  const gzip: Format = {
    id: 'gzip',
    title: 'gzip',
    extensions: ['.gz'],
    recognises: (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b,
    *read(bytes, path, wish): Generator<ReadProgress, Table> {
      checkSize(bytes.length);
      yield { rows: 0, fraction: 0 };
      const content = unfold(bytes);
      const name = path.replace(/\.gz$/i, '');
      const format = formatFor(name, content, wish);
      if (format.id === gzip.id) {
        throw new Problem(
          'unreadable-file',
          `${path} is compressed twice; expected a data file inside; unpack it once`,
        );
      }
      return yield* format.read(content, name, wish);
    },
  };
  return gzip;
}

/** The content of a gzip file. Never more than the limit, whatever the file claims, is held. */
function unfold(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let members = 0;
  const stream = new Gunzip((piece) => {
    pieces.push(piece);
    length += piece.length;
    checkUnfolded(length);
  });
  stream.onmember = () => members++;
  decoding('gzip', 'its compressed data', () => {
    for (let at = 0; at < bytes.length; at += stride) {
      stream.push(bytes.subarray(at, at + stride), at + stride >= bytes.length);
    }
  });
  const content = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    content.set(piece, at);
    at += piece.length;
  }
  if (members === 0) checkTrailer(bytes, content);
  return content;
}

/** The last 8 bytes are the checksum and the length modulo 2^32. Of several members one after the other, they are not looked for. */
function checkTrailer(bytes: Uint8Array, content: Uint8Array): void {
  const at = bytes.length - 8;
  if (at < 0) throw damaged('gzip', 'byte 0', `a file of ${bytes.length} bytes; expected at least 18`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(at, true) !== crc32(content) || view.getUint32(at + 4, true) !== content.length >>> 0) {
    throw damaged('gzip', `byte ${at}`, 'the checksum is not that of the content; expected it to be');
  }
}
