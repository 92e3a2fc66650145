import * as z from 'zod';
import { cost, modelResult } from './result';

const side = z.number().int().positive();
const imageShape = z.object({ width: side, height: side, channels: side });

/** What is known of a trained model besides its own state. */
export const trainedFacts = z.object({
  options: z.record(z.string(), z.json()),
  seed: z.number(),
  /** Hash of plan and data under which it is kept. */
  key: z.string(),
  target: z.object({ name: z.string(), classes: z.array(z.string()).min(1) }),
  /** Training rows of each class. */
  classCounts: z.array(z.number()),
  encoding: z.object({
    features: z.array(
      z.object({
        name: z.string(),
        levels: z.array(z.string()).optional(),
        text: z
          .object({
            vocabulary: z.array(z.string()),
            ngrams: z.number().int().positive(),
            weights: z.enum(['counts', 'binary', 'tfidf']),
            lowercase: z.boolean(),
            idf: z.array(z.number()).optional(),
          })
          .optional(),
        tokens: z.object({ vocabulary: z.array(z.string()).min(1), length: side }).optional(),
        words: z.object({ vocabulary: z.array(z.string()), length: side, lowercase: z.boolean() }).optional(),
        sequence: z.object({ names: z.array(z.string()).min(1), symbols: z.array(z.string()).optional() }).optional(),
        start: z.number().int().nonnegative(),
        width: z.number().int().nonnegative(),
      }),
    ),
    columns: z.array(
      z.object({
        feature: z.string(),
        level: z.string().optional(),
        word: z.string().optional(),
        mean: z.number(),
        scale: z.number().positive(),
      }),
    ),
    image: imageShape.optional(),
    range: z.object({ low: z.number(), high: z.number() }).optional(),
    logScale: z.number(),
  }),
  cost,
  history: modelResult.shape.history,
  notes: z.array(z.string()),
  /** Training was stopped by the user. */
  interrupted: z.boolean(),
});

/** A trained model as it is kept: enough to answer for it without training again. Read back as untrusted input. */
export const savedModel = z.object({
  version: z.literal(1),
  /** The model's id. */
  model: z.string(),
  facts: trainedFacts,
  /** What the model itself saved. */
  state: z.record(z.string(), z.json()),
});
