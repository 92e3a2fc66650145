import * as z from 'zod';
import { common, count, name, names, packed, text } from './common';

/** A text whose words each have a number of each model, such as what they say for a class. */
export const textAttribution = z.object({
  kind: z.literal('text-attribution'),
  ...common,
  /** Each class has numbers of its own, for it or against it. None: one number of each word, 0 or more. */
  classes: names,
  /** The class that is drawn: index into `classes`. */
  shown: count,
  /** What the numbers are, such as "log odds, centred". */
  measure: text,
  /** The text, cut into words and what stands between them. */
  segments: names,
  /** `values`: [classes or 1, segments], NaN for what has no number. `beside`: what the model says of the text. */
  panels: z.array(z.object({ model: name, beside: text, values: packed })).max(100),
});
