import * as z from 'zod';
import { common, count, name, names, packed, places, plane, points, text } from './common';

/** What the panels of a decision boundary can show, besides the rows and the boundary. */
export const boundaryViews = ['regions', 'posterior', 'evidence', 'entropy', 'densities'] as const;

/** Gaussians that make up the class densities of a model, of the two drawn features alone, in the units of the file. */
export const components = z.object({
  /** Index into `classes`: [n]. */
  label: packed,
  /** P(component | class): [n]. */
  weight: packed,
  /** [n, 2]. */
  mean: packed,
  /** Variance of x, covariance, variance of y: [n, 3]. */
  covariance: packed,
});

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
      /** log P(y): [classes]. With `logDensity` it gives log p(x). */
      logPrior: packed.optional(),
      /** Absent: the class densities are not made of Gaussians, or not of a number that could be drawn. */
      components: components.optional(),
      /**
       * p(x_j | y) of each drawn feature alone, in the units of the file, at evenly spaced places of its axis: [classes, n].
       * `model`: its own density; `rows`: a histogram of the training rows, for a model that cannot sum the others out.
       */
      marginals: z.object({ source: z.enum(['model', 'rows']), x: packed, y: packed }).optional(),
      /** Training rows that alone decide where the boundary of a margin model lies; not all where they are many. */
      support: places.optional(),
    }),
  ),
  train: points,
  test: points,
  /** What is shown of all this; `label`: the class of a posterior. Default: `regions`. */
  view: z.object({ show: z.enum(boundaryViews), label: count.optional() }).optional(),
});
