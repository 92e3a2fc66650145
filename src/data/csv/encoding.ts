import { counted } from '../words';

/** Bytes as UTF-8 without a byte-order mark, and a sentence where something had to be assumed. */
export interface Utf8 {
  bytes: Uint8Array;
  note?: string;
}

/**
 * UTF-8 (with or without byte-order mark) as it is; UTF-16 with a byte-order mark and windows-1252 converted.
 * Text that is not UTF-8 is taken as windows-1252, unless most of its non-ASCII letters are UTF-8: then a few bytes are
 * damaged, and read as U+FFFD.
 */
export function asUtf8(bytes: Uint8Array): Utf8 {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { bytes: convert(bytes.subarray(2), 'utf-16le') };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { bytes: convert(bytes.subarray(2), 'utf-16be') };
  const body = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  const { letters, invalid } = surveyUtf8(body);
  if (invalid === 0) return { bytes: body };
  if (letters > invalid) {
    return {
      bytes: body,
      note: `${counted(invalid, 'byte is', 'bytes are')} not valid UTF-8 and ${invalid === 1 ? 'was' : 'were'} read as "\ufffd".`,
    };
  }
  return {
    bytes: convert(body, 'windows-1252'),
    note: 'The file is not UTF-8; it was read as windows-1252 (Western European).',
  };
}

/** Counts multi-byte letters and bytes that belong to none. */
function surveyUtf8(bytes: Uint8Array): { letters: number; invalid: number } {
  let letters = 0;
  let invalid = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    const tail =
      lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : 0;
    let found = 0;
    while (found < tail && (bytes[i + found + 1]! & 0xc0) === 0x80) found++;
    if (tail === 0 || found < tail) invalid++;
    else letters++;
    i += found;
  }
  return { letters, invalid };
}

/** Decodes piece by piece, so that no string as long as the file is ever made. */
function convert(bytes: Uint8Array, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let i = 0; i < bytes.length; i += pieceSize) {
    const piece = encoder.encode(
      decoder.decode(bytes.subarray(i, i + pieceSize), { stream: i + pieceSize < bytes.length }),
    );
    pieces.push(piece);
    length += piece.length;
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

const pieceSize = 1 << 20;
