import * as z from 'zod';
import { common, finite, name, text } from './common';

const numbers = z.array(finite).max(2000);

/** A measurement over a quantity, such as test error over the number of training rows: lines with bands. */
export const curves = z.object({
  kind: z.literal('curves'),
  ...common,
  x: z.object({ title: text, log: z.boolean() }),
  y: z.object({ title: text }),
  series: z
    .array(
      z.object({
        name,
        /** Lines of the same group have the same colour and differ in dashes and markers. Default: `name`. */
        group: name.optional(),
        x: numbers,
        y: numbers,
        /** Band, one number per point of `x`. */
        low: numbers.optional(),
        high: numbers.optional(),
        /** What the line tends to, drawn as a thin line across. */
        asymptote: finite.optional(),
      }),
    )
    .max(100),
  /** Places worth a word, such as where two lines cross. */
  marks: z.array(z.object({ x: finite, y: finite, text })).max(100),
});
