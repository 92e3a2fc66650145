import * as z from 'zod';
import { common, finite, name } from './common';

/** The items that a model recommends to users, best first, with how sure it is of each rating. */
export const topList = z.object({
  kind: z.literal('top-list'),
  ...common,
  /** What is predicted. */
  rating: name,
  panels: z
    .array(
      z.object({
        user: name,
        model: name,
        /** Ratings that the user was learned from. */
        ratings: z.number().int().nonnegative(),
        items: z.array(z.object({ item: name, rating: finite, sd: finite })).max(100),
      }),
    )
    .max(40),
});
