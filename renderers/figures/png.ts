import { toBase64 } from '../../src/protocol/packing';

/** Pixels of a picture, row by row from the top, the channels of a pixel together. */
export interface Bitmap {
  width: number;
  height: number;
  /** 1: grey, 3: red, green, blue. */
  channels: 1 | 3;
  /** 0 to 254; a pixel all of whose channels are 255 is transparent. */
  bytes: Uint8Array;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const transparent = 255;
/** Most bytes of a stored block. */
const longestBlock = 0xffff;

/**
 * A bitmap as the address of a PNG (ISO/IEC 15948), each pixel drawn as a square of `scale` pixels, so that it stays crisp
 * at that size. Not compressed: it lives as long as the picture on the screen.
 */
export function pngAddress(bitmap: Bitmap, scale: number): string {
  const { width, height, channels } = bitmap;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width * scale);
  view.setUint32(4, height * scale);
  header[8] = 8;
  // colour type: grey, or red, green and blue
  header[9] = channels === 1 ? 0 : 2;
  const clear = Uint8Array.from({ length: 2 * channels }, (_, i) => (i % 2 === 0 ? 0 : transparent));
  const png = joined([
    Uint8Array.from(signature),
    chunk('IHDR', header),
    chunk('tRNS', clear),
    chunk('IDAT', stored(scanlines(bitmap, scale))),
    chunk('IEND', new Uint8Array(0)),
  ]);
  return `data:image/png;base64,${toBase64(png)}`;
}

/** Rows of pixels, each behind a zero: no filter. */
function scanlines({ width, height, channels, bytes }: Bitmap, scale: number): Uint8Array {
  const row = 1 + width * scale * channels;
  const out = new Uint8Array(row * height * scale);
  for (let y = 0; y < height; y++) {
    const at = y * scale * row;
    for (let x = 0; x < width * scale; x++) {
      const from = (y * width + Math.floor(x / scale)) * channels;
      for (let c = 0; c < channels; c++) out[at + 1 + x * channels + c] = bytes[from + c]!;
    }
    for (let copy = 1; copy < scale; copy++) out.copyWithin(at + copy * row, at, at + row);
  }
  return out;
}

/** zlib (RFC 1950) of stored blocks (RFC 1951). */
function stored(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let from = 0; from < bytes.length; from += longestBlock) {
    const block = bytes.subarray(from, from + longestBlock);
    const isLast = from + longestBlock >= bytes.length;
    const { length } = block;
    parts.push(Uint8Array.of(Number(isLast), length & 255, length >> 8, ~length & 255, (~length >> 8) & 255), block);
  }
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  parts.push(Uint8Array.of(b >> 8, b & 255, a >> 8, a & 255));
  return joined(parts);
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const out = new Uint8Array(content.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i);
  out.set(content, 8);
  view.setUint32(8 + content.length, crc32(out.subarray(4, 8 + content.length)));
  return out;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
