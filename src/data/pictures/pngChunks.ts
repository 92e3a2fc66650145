import { Unzlib } from 'fflate';
import { damaged } from '../damaged';
import { Problem } from '../problem';
import type { PictureSize } from './picture';

export const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Parts of a PNG file that its pixels depend on. Others, which can unfold to anything, are not read. */
const needed = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];

/** Samples of a pixel by the colour type of the header. */
const channelsOf: Readonly<Partial<Record<number, number>>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

const headerSize = 33;

/** Width and height of a PNG file, which begins with them. */
export function pngHeader(bytes: Uint8Array): PictureSize {
  if (bytes.length < headerSize || typeAt(bytes, 12) !== 'IHDR')
    throw damaged('PNG', 'its beginning', 'no header; expected the part IHDR');
  const view = viewOf(bytes);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/**
 * The file with nothing but what its pixels depend on. Throws `damaged-file` where the pixels unfold to more than the
 * header says: a small file could fill the memory otherwise.
 */
export function soundPng(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { width, height } = pngHeader(bytes);
  const [depth, type, , , interlaced] = bytes.subarray(24, 29) as unknown as [number, number, number, number, number];
  const channels = channelsOf[type];
  if (channels === undefined) throw damaged('PNG', 'its header', `colour type ${type}; expected 0, 2, 3, 4 or 6`);
  if (interlaced && depth < 8)
    throw new Problem('unsupported-picture', 'it is interlaced and has fewer than 8 bits; save it without interlacing');
  const chunks = chunksOf(bytes).filter((chunk) => needed.includes(chunk.type));
  const lines = interlaced ? 2 * height + 7 : height;
  const most = Math.ceil((width * height * channels * depth) / 8) + 2 * lines;
  checkUnfolded(
    chunks.filter((chunk) => chunk.type === 'IDAT').map(({ content }) => content),
    most,
  );
  return joined([Uint8Array.from(signature), ...chunks.map(({ whole }) => whole)]);
}

interface Chunk {
  type: string;
  content: Uint8Array;
  /** With its length, type and checksum. */
  whole: Uint8Array;
}

function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = viewOf(bytes);
  const chunks: Chunk[] = [];
  for (let at = signature.length; ;) {
    const length = at + 12 <= bytes.length ? view.getUint32(at) : Infinity;
    if (at + 12 + length > bytes.length)
      throw damaged('PNG', `byte ${at}`, 'the file ends within a part; expected the part IEND at the end');
    const type = typeAt(bytes, at + 4);
    chunks.push({
      type,
      content: bytes.subarray(at + 8, at + 8 + length),
      whole: bytes.subarray(at, at + 12 + length),
    });
    if (type === 'IEND') return chunks;
    at += 12 + length;
  }
}

/** Unfolds without keeping anything. */
function checkUnfolded(parts: readonly Uint8Array[], most: number): void {
  let unfolded = 0;
  const inflator = new Unzlib((piece) => {
    unfolded += piece.length;
    if (unfolded > most)
      throw damaged('PNG', 'its pixels', `they unfold to more than ${most} bytes, as many as the header calls for`);
  });
  for (const part of parts)
    for (let at = 0; at < part.length; at += stride) inflator.push(part.subarray(at, at + stride));
}

/** Bytes unfolded at a time: at most a thousand times as many come out of them. */
const stride = 1 << 14;

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function typeAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
