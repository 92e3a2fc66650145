import { deflateSync } from 'node:zlib';
import { encode } from 'jpeg-js';
import { crc32 } from '../../../src/data/crc32';
import { packFolder, type FolderFile } from '../../../src/data/pictures/folder';

interface PngParts {
  width: number;
  height: number;
  depth: number;
  /** 0: grey, 2: colours, 3: palette, 4: grey and opacity, 6: colours and opacity. */
  type: number;
  /** A number for each sample, row by row. */
  samples: readonly number[];
  palette?: readonly number[];
  transparency?: readonly number[];
  /** Parts before the pixels. */
  extra?: readonly (readonly [type: string, content: Uint8Array])[];
  /** In place of the packed pixels. */
  pixels?: Uint8Array;
  interlaced?: boolean;
}

/** A PNG file without row filters, written part by part as the standard says. */
export function pngOf(parts: PngParts): Uint8Array {
  const { width, height, depth, type, palette, transparency, extra = [], interlaced = false } = parts;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([depth, type, 0, 0, Number(interlaced)], 8);
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', header),
    ...(palette ? chunk('PLTE', Uint8Array.from(palette)) : []),
    ...(transparency ? chunk('tRNS', Uint8Array.from(transparency)) : []),
    ...extra.flatMap(([name, content]) => [...chunk(name, content)]),
    ...chunk('IDAT', parts.pixels ?? deflateSync(rows(parts))),
    ...chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + content.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, content.length);
  out.set(Buffer.from(type, 'latin1'), 4);
  out.set(content, 8);
  view.setUint32(8 + content.length, crc32(out.subarray(4, 8 + content.length)));
  return out;
}

/** Each row begins with its filter, 0, and fills up its last byte. */
function rows({ height, depth, samples }: PngParts): Uint8Array {
  const inRow = samples.length / height;
  const out: number[] = [];
  for (let y = 0; y < height; y++) {
    const bits = samples
      .slice(y * inRow, (y + 1) * inRow)
      .map((sample) => sample.toString(2).padStart(depth, '0'))
      .join('');
    out.push(0);
    for (let at = 0; at < bits.length; at += 8) out.push(parseInt(bits.slice(at, at + 8).padEnd(8, '0'), 2));
  }
  return Uint8Array.from(out);
}

/** A grey PNG picture of 8 bits. */
export function greyPng(width: number, height: number, at: (x: number, y: number) => number): Uint8Array {
  const samples = Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width)));
  return pngOf({ width, height, depth: 8, type: 0, samples });
}

export function jpegOf(width: number, height: number, rgb: readonly [number, number, number]): Uint8Array {
  const data = Buffer.from(Array.from({ length: width * height }, () => [...rgb, 255]).flat());
  return new Uint8Array(encode({ width, height, data }, 95).data);
}

/** A folder as an engine gets it. */
export function packed(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  return packFolder(filesOf(files), (path) => Promise.resolve(files[path]!));
}

export function filesOf(files: Readonly<Record<string, Uint8Array>>): FolderFile[] {
  return Object.entries(files).map(([path, { length }]) => ({ path, size: length, version: '1' }));
}
