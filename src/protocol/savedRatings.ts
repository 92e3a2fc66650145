import * as z from 'zod';
import { cost, modelResult } from './result';

const entities = z.object({
  /** Of the column. */
  name: z.string(),
  ids: z.array(z.string()).min(1),
});

/** A trained model of ratings as it is kept: enough to answer for it without training again. Read back as untrusted input. */
export const savedRatings = z.object({
  version: z.literal(1),
  /** The model's id. */
  model: z.string(),
  facts: z.object({
    options: z.record(z.string(), z.json()),
    seed: z.number(),
    /** Hash of plan and data under which it is kept. */
    key: z.string(),
    user: entities,
    item: entities,
    rating: z.string(),
    cost,
    history: modelResult.shape.history,
    notes: z.array(z.string()),
    /** Training was stopped by the user. */
    interrupted: z.boolean(),
  }),
  /** What the model itself saved. */
  state: z.record(z.string(), z.json()),
});
