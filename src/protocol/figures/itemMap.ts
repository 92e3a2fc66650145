import * as z from 'zod';
import { common, name, names, packed, text } from './common';

/** Items in a plane in which near ones are liked by the same users, a panel per model. */
export const itemMap = z.object({
  kind: z.literal('item-map'),
  ...common,
  axes: z.object({ x: text, y: text }),
  /** What the items are grouped by, and its groups; without, all are in one. */
  grouping: name.optional(),
  groups: names,
  panels: z
    .array(
      z.object({
        model: name,
        items: names,
        x: packed,
        y: packed,
        /** Index into `groups`; -1 = not known. */
        group: packed,
        /** Ratings that each was learned from. */
        ratings: packed,
      }),
    )
    .max(20),
});
