import type { Bag } from './figure';
import { formatNumber } from './text';

/** Ticks of a logarithmic axis: 1, 2, 5 of each decade; powers of ten alone where there are many. */
export function logTicks([low, high]: readonly [number, number]): Bag {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const steps = last - first > 3 ? [1] : [1, 2, 5];
  const values = Array.from({ length: last - first + 1 }, (_, i) =>
    steps.map((step) => Number((step * 10 ** (first + i)).toPrecision(1))),
  ).flat();
  return { tickvals: values, ticktext: values.map((value) => formatNumber(value, 1)) };
}
