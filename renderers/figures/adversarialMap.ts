import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { divergingScale } from './colourScale';
import type { FigureTheme } from './figure';

type Panel = FigureOf<'adversarial'>['panels'][number];

/** Purple: generated; green: real. Neither is the colour of one of the first two classes. */
const hues = { from: 315, to: 150 };

/** Colours of P(real | x), from 0 to 1. */
export function judgedColours(theme: FigureTheme): [number, string][] {
  return divergingScale(theme, hues);
}

/** The lines of the generator's grid. Throws a `RangeError` where the arrays have other shapes. */
export function manifoldLines({ manifold: { x, y } }: Panel): { x: Float64Array; y: Float64Array }[] {
  const [lines, places] = x.shape;
  if (lines === undefined || places === undefined || x.shape.length !== 2 || String(x.shape) !== String(y.shape))
    throw new RangeError(`grid of shapes [${x.shape}] and [${y.shape}]; expected twice [lines,places]`);
  const [across, up] = [unpack(x), unpack(y)];
  return Array.from({ length: lines }, (_, line) => {
    const [from, to] = [line * places, (line + 1) * places];
    return { x: across.subarray(from, to), y: up.subarray(from, to) };
  });
}
