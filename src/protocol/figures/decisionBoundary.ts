import * as z from 'zod';
import { common, name, names, packed, places, plane, points, text } from './common';

/** What each model says over two features: regions, boundary and, where it has one, the density of each class. */
export const decisionBoundary = z.object({
  kind: z.literal('decision-boundary'),
  ...common,
  classes: names,
  plane,
  panels: z.array(
    z.object({
      model: name,
      family: z.enum(['discriminative', 'generative', 'hybrid']),
      /** What was done with the features that are not drawn, for people: "held at their median". */
      others: text.optional(),
      /** P(y | x), shape [classes, height, width], row 0 at the bottom. */
      posterior: packed,
      /** log p(x | y) in nats, in the units of the file, same shape. Absent: the model has no density. */
      logDensity: packed.optional(),
      /** Training rows that alone decide where the boundary of a margin model lies; not all where they are many. */
      support: places.optional(),
    }),
  ),
  train: points,
  test: points,
});
