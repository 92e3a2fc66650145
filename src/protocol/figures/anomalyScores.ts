import * as z from 'zod';
import { common, count, finite, name, packed, plane, text } from './common';

/** How likely each row is under each model, which are below a threshold, and where they lie. */
export const anomalyScores = z.object({
  kind: z.literal('anomaly-scores'),
  ...common,
  /** The threshold of each model: the measure below which this share of its training rows lies. */
  quantile: finite,
  /** What an anomaly is, where rows are labelled: "is_anomaly = yes". */
  anomaly: text.optional(),
  /** Two features over which rows are drawn. Absent: there are not two. */
  plane: plane.optional(),
  models: z
    .array(
      z.object({
        model: name,
        /** What rows are ranked by. Absent: log p(x), in nats and the units of the file. */
        measure: text.optional(),
        /** The measure of training rows, ascending; evenly thinned where they are many. */
        training: packed,
        /** Row numbers of the file from 0 on, the least likely first. */
        rows: packed,
        /** The measure of these rows; -Infinity: impossible. */
        logDensity: packed,
        /** 1 = anomaly, 0 = none, -1 = not known. Absent: rows are not labelled. */
        label: packed.optional(),
        /** 1 = counts when found and missed anomalies are counted. Absent: rows are not labelled. */
        tested: packed.optional(),
        /** Of the rows the first `exact` are all there; each of the others stands for `weight` rows. */
        exact: count,
        weight: finite,
        /** Why, of the first rows. */
        reasons: z.array(text).max(600),
        /** Places in the plane. */
        x: packed.optional(),
        y: packed.optional(),
        /** The measure over the two features, shape [1, height, width], row 0 at the bottom. */
        map: packed.optional(),
        /** What was done with the features that are not drawn. */
        others: text.optional(),
      }),
    )
    .max(50),
});
