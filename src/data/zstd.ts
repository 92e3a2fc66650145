import { decompress } from 'fzstd';

/** The content of zstd frames (RFC 8878), which must have `length` bytes. Throws an error that says what is wrong. */
export function unfoldZstd(bytes: Uint8Array, length: number): Uint8Array {
  // fzstd asks whether the room `== 1`, for which the whole of it would be written as text.
  const room = Object.assign(new Uint8Array(length), { toString: () => '' });
  const content = decompress(bytes, room);
  if (content.length !== length) throw new Error(`zstd data of ${content.length} bytes where ${length} were expected`);
  return content;
}
