import * as z from 'zod';
import { common, name, names, places, plane, points } from './common';

/** Rows on the way between two rows, through the latent space of each model, over real rows in a plane. */
export const latentPath = z.object({
  kind: z.literal('latent-path'),
  ...common,
  classes: names,
  plane,
  real: points,
  /** The two rows, which a straight line joins: [2]. */
  straight: places,
  /** `path`: the rows in order, labelled by the class that they are taken for. */
  panels: z.array(z.object({ model: name, path: points })),
});
