import { decode, type DecodedPng } from 'fast-png';
import { decoding } from '../damaged';
import type { Picture, PictureFormat } from './picture';
import { signature, soundPng, pngHeader } from './pngChunks';

/** A screen's picture, W3C PNG (third edition 2025): all colour types and depths; of an animation its first frame. */
export const png: PictureFormat = {
  title: 'PNG',
  recognises: (bytes) => signature.every((byte, i) => bytes[i] === byte),
  sizeOf: pngHeader,
  decode: (bytes) => onWhite(decoding('PNG', 'its content', () => decode(soundPng(bytes), { checkCrc: true }))),
};

/** Colours of the pixels, blended with white where they are transparent. */
function onWhite(decoded: DecodedPng): Picture {
  const { width, height, palette } = decoded;
  const samples = samplesOf(decoded);
  const rgb = new Uint8Array(3 * width * height);
  const colour = palette ? ofPalette(samples, palette) : ofSamples(samples, decoded);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [red, green, blue, opacity] = colour(pixel);
    const blend = (value: number) => Math.round(255 + opacity * (value - 255));
    rgb.set([blend(red), blend(green), blend(blue)], 3 * pixel);
  }
  return { width, height, rgb };
}

type Colour = readonly [red: number, green: number, blue: number, opacity: number];

function ofPalette(
  samples: Uint8Array | Uint16Array,
  palette: readonly (readonly number[])[],
): (pixel: number) => Colour {
  return (pixel) => {
    const [red = 0, green = 0, blue = 0, alpha = 255] = palette[samples[pixel]!] ?? [];
    return [red, green, blue, alpha / 255];
  };
}

/** Grey or colours, with or without opacity; one colour of those without may be marked as transparent. */
function ofSamples(
  samples: Uint8Array | Uint16Array,
  { channels, depth, transparency }: DecodedPng,
): (pixel: number) => Colour {
  const whole = 2 ** depth - 1;
  const colours = channels < 3 ? 1 : 3;
  return (pixel) => {
    const at = pixel * channels;
    const value = (c: number) => (255 * samples[at + (colours === 1 ? 0 : c)]!) / whole;
    const isMarked = transparency?.every((sample, c) => samples[at + c] === sample) === true;
    const opacity = channels > colours ? samples[at + colours]! / whole : isMarked ? 0 : 1;
    return [value(0), value(1), value(2), opacity];
  };
}

/** One number for each sample; below 8 bits several share a byte, and each row begins with a new one. */
function samplesOf({ width, height, channels, depth, data }: DecodedPng): Uint8Array | Uint16Array {
  if (depth >= 8) return data as Uint8Array | Uint16Array;
  const inRow = width * channels;
  const rowBytes = Math.ceil((inRow * depth) / 8);
  const mask = 2 ** depth - 1;
  return Uint8Array.from({ length: inRow * height }, (_, i) => {
    const bit = (i % inRow) * depth;
    const byte = data[Math.floor(i / inRow) * rowBytes + (bit >> 3)]!;
    return (byte >> (8 - depth - (bit & 7))) & mask;
  });
}
