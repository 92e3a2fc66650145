import * as z from 'zod';

/** What figures of several kinds have. */

export const text = z.string().max(2000);
export const name = z.string().max(400);
export const names = z.array(name).max(10_000);
export const finite = z.number();
export const count = z.number().int().nonnegative();

export const packed = z.object({
  type: z.enum(['u8', 'u16', 'i32', 'f32', 'f64']),
  shape: z.array(count).max(4),
  base64: z.string().max(1 << 25),
  low: finite.optional(),
  high: finite.optional(),
});

/** What every figure has: a heading and one sentence that says what is to be seen. */
export const common = { title: text, summary: text };

/** One axis of a plane in the units of the file. */
export const axis = z.object({ feature: name, low: finite, high: finite });

/** Two features of the data, and what was done with the others. */
export const plane = z.object({
  x: axis,
  y: axis,
  /** Grid points per side of the packed maps. */
  width: count,
  height: count,
  /** Features that may be chosen instead. */
  choices: names,
});

/** Rows of the data in the plane. `label`: index into `classes`; -1 = unlabelled. */
export const points = z.object({ x: packed, y: packed, label: packed });

/** Places in the plane. */
export const places = z.object({ x: packed, y: packed });

export type Plane = z.infer<typeof plane>;
export type Points = z.infer<typeof points>;
