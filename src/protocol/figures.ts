import * as z from 'zod';

/**
 * Figures as data. One schema per kind; the renderer has one pure function per kind that turns it into a picture. No
 * figure carries markup, colours or a chart specification, so a saved notebook follows the theme and cannot carry script.
 */

const text = z.string().max(2000);
const name = z.string().max(400);
const names = z.array(name).max(10_000);
const finite = z.number();
const count = z.number().int().nonnegative();

export const packed = z.object({
  type: z.enum(['u8', 'u16', 'i32', 'f32', 'f64']),
  shape: z.array(count).max(4),
  base64: z.string().max(1 << 25),
  low: finite.optional(),
  high: finite.optional(),
});

/** What every figure has: a heading and one sentence that says what is to be seen. */
const common = { title: text, summary: text };

/** One axis of a plane in the units of the file. */
const axis = z.object({ feature: name, low: finite, high: finite });

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
const points = z.object({ x: packed, y: packed, label: packed });

/** Places in the plane. */
const places = z.object({ x: packed, y: packed });

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

/** Counts of a column's values in groups (classes, or real and generated rows). */
export const histograms = z.object({
  kind: z.literal('histograms'),
  ...common,
  groups: names,
  columns: z.array(
    z.union([
      z.object({
        feature: name,
        /** Bin limits, one more than there are bins. */
        edges: z.array(finite),
        counts: z.array(z.array(count)),
      }),
      z.object({ feature: name, levels: names, counts: z.array(z.array(count)) }),
    ]),
  ),
});

export const classBalance = z.object({
  kind: z.literal('class-balance'),
  ...common,
  target: name,
  classes: names,
  counts: z.array(count),
  unlabelled: count,
});

/** Every pair of the features; `values` is [rows, features], `label` [rows]. */
export const scatterMatrix = z.object({
  kind: z.literal('scatter-matrix'),
  ...common,
  features: names,
  classes: names,
  values: packed,
  label: packed,
});

export const confusionMatrix = z.object({
  kind: z.literal('confusion-matrix'),
  ...common,
  classes: names,
  /** `counts[true class][predicted class]` over the test rows. */
  models: z.array(z.object({ model: name, counts: z.array(z.array(count)) })),
});

export const lossCurve = z.object({
  kind: z.literal('loss-curve'),
  ...common,
  series: z.array(
    z.object({ model: name, step: z.array(finite), loss: z.array(finite), validation: z.array(finite).optional() }),
  ),
});

/** Generated rows over real ones in a plane, a panel per model. */
export const samples = z.object({
  kind: z.literal('samples'),
  ...common,
  classes: names,
  plane,
  real: points,
  panels: z.array(z.object({ model: name, generated: points })),
});

/** A curve over all thresholds, of one class against the rest, in the order of falling thresholds. */
const thresholdCurve = z.object({
  model: name,
  /** The class that is told from the rest: index into `classes`. */
  label: count,
  /** Under the curve. */
  area: finite,
  /** Share of the rows that are of this class. */
  share: finite,
  x: z.array(finite).max(1000),
  y: z.array(finite).max(1000),
});

/** x: share of the other rows taken for the class, y: share of the class that is found. Two classes: of the second one. */
export const rocCurve = z.object({
  kind: z.literal('roc-curve'),
  ...common,
  classes: names,
  curves: z.array(thresholdCurve),
});

/** x: recall, y: precision. Between two points the precision is that of the second one. Two classes: of the second one. */
export const precisionRecallCurve = z.object({
  kind: z.literal('precision-recall-curve'),
  ...common,
  classes: names,
  curves: z.array(thresholdCurve),
});

/** How sure models are and how often they are right, in bins by the probability of the most probable class. */
export const reliability = z.object({
  kind: z.literal('reliability'),
  ...common,
  panels: z.array(
    z.object({
      model: name,
      series: z.array(
        z.object({
          /** `raw`, or how the probabilities were calibrated. */
          method: name,
          calibrationError: finite,
          /** Bins with rows only. `confidence`: mean probability; `accuracy`: share of the rows that were recognised. */
          bins: z.array(z.object({ low: finite, high: finite, rows: count, confidence: finite, accuracy: finite })),
        }),
      ),
    }),
  ),
});

export const figure = z.discriminatedUnion('kind', [
  decisionBoundary,
  histograms,
  classBalance,
  scatterMatrix,
  confusionMatrix,
  lossCurve,
  samples,
  rocCurve,
  precisionRecallCurve,
  reliability,
]);

export type Figure = z.infer<typeof figure>;
export type FigureKind = Figure['kind'];
export type FigureOf<K extends FigureKind> = Extract<Figure, { kind: K }>;
export type Plane = z.infer<typeof plane>;
export type Points = z.infer<typeof points>;
