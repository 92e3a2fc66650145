import type { Json } from '../../../protocol/cards';
import type { Units } from '../../nn/units';
import { packExact, readArray } from './saved';

export function packUnits({ shift, scale }: Units): Json {
  return packExact(Float64Array.of(shift, scale), [2]);
}

/** Throws a `Problem` on damaged ones. */
export function readUnits(value: Json | undefined): Units {
  const [shift, scale] = readArray(value, 'units', [2]);
  return { shift: shift!, scale: scale! };
}
