import * as z from 'zod';
import { capabilities } from './cards';
import { figure } from './figures';

/** What a run returns, all that is stored in the notebook and all that the renderer reads. */

export const resultMime = 'application/vnd.model-cells.result+json';

const name = z.string().max(400);
const count = z.number().int().nonnegative();
const cell = z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]);

/** Numbers by which models are judged; one that a model does not have is absent, never zero or null. */
export const metrics = z.object({
  /** Share of test rows whose most probable class is the true one. */
  accuracy: z.number().optional(),
  /** Mean recall over the classes. */
  balancedAccuracy: z.number().optional(),
  /** Macro F1: mean over the classes of 2 precision recall / (precision + recall). */
  f1: z.number().optional(),
  /** Mean of -log P(true class | x), in nats. */
  logLoss: z.number().optional(),
  /** Mean over rows of the sum over classes of (p - 1[y = c])^2, 0 to 2. */
  brier: z.number().optional(),
  /** Expected calibration error of the most probable class, 10 bins of equal width. */
  calibrationError: z.number().optional(),
  /** Area under the ROC curve; more than two classes: mean of one against the rest. */
  rocAuc: z.number().optional(),
  averagePrecision: z.number().optional(),
  /** Of ratings: root of the mean squared difference to the held-out ratings, in their units. */
  rmse: z.number().optional(),
  /** Of ratings: mean absolute difference to the held-out ratings. */
  mae: z.number().optional(),
  /**
   * Of ratings: normalised discounted cumulative gain of the held-out ratings, which the model ranks: over the first k
   * places, sum of rating / log2(1 + place), divided by that of the best order; mean over the users with two or more
   * held-out ratings. Where ratings are negative, all are raised by the least one.
   */
  ndcg: z.number().optional(),
  /** Mean of log p(x) over the test rows, in nats, in the units of the original features. */
  logDensity: z.number().optional(),
  /**
   * Evidence lower bound of log p(x | y) with the true class: `elbo` = `reconstruction` - `kl`, in nats, in the units of the
   * features. This and the bound below are means over the test rows, of more than 500 evenly chosen ones.
   */
  elbo: z.number().optional(),
  /** Mean of E_q[log p(x | z, y)]. */
  reconstruction: z.number().optional(),
  /** Mean of KL(q(z | x, y) || p(z)). */
  kl: z.number().optional(),
  /** Mean of a lower bound of log p(x), in nats, in the units of the features; never a density. */
  logDensityBound: z.number().optional(),
  /** Of texts: exp(-sum of log p(text) / tokens) over the test rows, the ends being tokens; p(text) is the mixture over classes. */
  perplexity: z.number().optional(),
  /** The same in bits of each character, the ends being characters: also of models that divide texts differently. */
  bitsPerCharacter: z.number().optional(),
  /** AUC of a classifier that tells generated rows from real ones: 0.5 = indistinguishable. */
  twoSampleAuc: z.number().optional(),
  /** Root mean squared error of cells that were hidden and filled in, over all numbers, in standard deviations of their columns. */
  imputationRmse: z.number().optional(),
  /** Median distance from a generated row to the nearest training row, over that between training rows; near 0 = copies. */
  nearestTrainingRatio: z.number().optional(),
  /**
   * Share of the training rows that have a generated row within the distance to their fifth nearest other training row, of
   * as many generated as training rows (Naeem and others 2020): low = modes of the data are never generated.
   */
  coverage: z.number().optional(),
  /** Share of the generated rows that lie so near a training row (Kynkäänniemi and others 2019): low = rows unlike any real one. */
  fidelity: z.number().optional(),
  /** Share of the known modes of the data (the values of `modes`) that generated rows reach. */
  modeCoverage: z.number().optional(),
  /** Accuracy on real test rows of 5 nearest neighbours that know generated rows only, as many as training rows. */
  trainSyntheticAccuracy: z.number().optional(),
  /** The same of neighbours that know the training rows. */
  trainRealAccuracy: z.number().optional(),
});

export const cost = z.object({
  /** Numbers that were learned. */
  parameters: count,
  /** Size of the saved model. */
  bytes: count,
  fitSeconds: z.number(),
  predictMicrosecondsPerRow: z.number().optional(),
  /** Optimiser steps or EM iterations; 0 for a closed form. */
  steps: count,
  /** Most tensors alive at once while fitting. */
  peakTensors: count.optional(),
  /** Where this model's arithmetic ran, such as `webgl float32` or `cpu float64`. */
  backend: z.string().max(100),
});

export const modelResult = z.object({
  name,
  id: name,
  family: z.enum(['discriminative', 'generative', 'hybrid']),
  capabilities: z.array(z.enum(capabilities)),
  options: z.record(z.string(), z.json()),
  metrics,
  cost,
  history: z.array(z.object({ step: z.number(), loss: z.number(), validationLoss: z.number().optional() })).max(2000),
  /** Hash of plan and data under which the trained model is kept. */
  key: z.string().max(100).optional(),
});

/**
 * Named numbers of a verb, one row per measurement. Those of `train`, null where there is no number:
 * - `cross-validation`: model, metric, mean, sd and standardError (sd / sqrt(folds)) over the folds;
 * - `folds`: model, fold, and one column per metric;
 * - `ranking`: rank, model, mean accuracy, difference of the best to it, standardError of the difference (corrected for
 *   training rows that folds share: Nadeau and Bengio 2003), p (two-sided, Student's t, one comparison at a time);
 * - `states`, `transitions`, `emissions` of models of sequences: the hidden states of each class, how they follow one another
 *   and what they emit (a symbol's probability, or mean and sd of a number in the units of the file);
 * - `calibration`: model, method (`raw`, `sigmoid`, `isotonic`), calibrationError, brier, logLoss; with folds, means.
 *
 * Those of `classify`: `predictions`: row (number in its file, from 0), predicted, one column per class with P(y | x), entropy in
 * nats, logDensity (log p(x) in nats, in the units of the file), unfamiliar (log p(x) below the quantile of the training
 * rows), and model where there are several.
 *
 * That of `generate`: `generated`: text, class, logProbability (log P(text | class) in nats, the end included), and model where
 * there are several. That of `interpolate`: `interpolate`: model, t (place on the path, 0 to 1), predicted, one column per class
 * with P(y | x), logDensity, and the features of the row there. That of `inpaint`: `inpaint`: model, method (`draw`,
 * `mean-of-draws`, `column-mean`), rmse (hidden numbers, in standard deviations; of pixels, in their range), errorRate.
 *
 * Those of `anomalies`:
 * - `anomalies`: row (number in the file, from 0), logDensity (log p(x) in nats, in the units of the file; null:
 *   impossible; of a row with empty cells that of whole rows which are as rare), reason (the features with the greatest
 *   conditional surprise -log p(x_j | others) beyond the usual one), flagged, and model where there are several; the least
 *   likely rows first. Metrics are over the test rows, anomalies positive, scored by -log p(x);
 * - `baselines`: method (`isolation-forest`, `local-outlier-factor`), rocAuc and averagePrecision over the same rows, null
 *   without a label, agreement (Spearman's correlation with the ranking of the first model).
 *
 * That of `missing`: `missing`: model, method (`marginalise`, `mean`, `knn`, `iterative`, `mask`, `per-pattern`), rate (share
 * of the cells of the test rows that go missing), accuracy and logLoss (means over the draws), sd (of the accuracy over the
 * draws; null of a single one).
 *
 * Those of `impute`:
 * - `impute`: column, method (`conditional-mean`, or the names of several models; `mean`, `knn`, `iterative`), rmse (over
 *   hidden cells, in the units of the column; null of categories), errorRate (share of wrong categories; null of numbers);
 * - `impute-overall`: method, rmse (over all numbers, in standard deviations of their columns), errorRate, cells (hidden);
 * - `imputed`: row (number in the file, from 0), column, model, value, sd (between draws; null of categories), share (of the
 *   draws that give the value, of categories); not all where they are many.
 *
 * That of `uncertainty`: `uncertainty`: model, score (`log p(x)`, `max probability`, `entropy`), auroc (of telling strange
 * rows from test rows, more doubt = stranger; null without strange rows), n (strange rows), tested (test rows), mean and
 * meanStrange (of the score over either).
 *
 * Those of `explain`:
 * - `shap`: model, row, class, feature, value, featureValue, base, prediction, scale (`log-odds`, centred over the classes,
 *   or `probability`), method; base and the values of a class add up to the prediction;
 * - `shap-summary`: model, class, feature, meanAbsolute (mean |SHAP value| over training rows), scale;
 * - `lime`: model, row, class, feature, weight, featureValue, intercept, fit (share of the variance nearby that is explained);
 * - `ledger`: model, class, term (`log p(y)`, `log p(x_j | y)`, `log p(x, y)`, `log p(x)`, `log p(y | x)`), feature, value;
 * - `occlusion`, `saliency` of pictures: model, row (null: the mean over training pictures of each class), scale, line and column
 *   of a pixel from 1 (of pictures of more than 32 pixels a side, of areas), and one column per class (at most the 20 most
 *   probable): what the class loses where the pixel is covered, or the slope of its log odds;
 * - `importance`: model, feature (of pictures, a patch), accuracyDrop, sd (of single shuffles), logLossIncrease, logLossSd;
 * - `partial-dependence`: model, feature, at, class, probability;
 * - `class-samples`: model (null: the row that is asked about), class, and one column per feature.
 */
export const table = z.object({
  name,
  columns: z.array(name).max(1000),
  rows: z.array(z.array(cell)).max(100_000),
});

export const dataResult = z.object({
  path: z.string().max(4000),
  hash: z.string().max(100),
  rows: count,
  features: z.array(name),
  target: name.optional(),
  classes: z.array(name).optional(),
  /** Rows in each part. With folds every row with a class counts in `train` and in `test`, being tested once. */
  train: count,
  validation: count,
  test: count,
  /** Of a cross-validation. */
  folds: count.optional(),
  missingCells: count,
  unlabelled: count,
});

export const engineResult = z.object({
  /** What ran: `webgl`, `wasm` or `cpu`. */
  backend: z.enum(['webgl', 'wasm', 'cpu']),
  device: z.string().max(400),
  precision: z.enum(['float32', 'float64']),
  tfjs: z.string().max(40),
  seed: z.number(),
  /** Why this backend and not the one that was asked for. */
  reason: z.string().max(1000).optional(),
});

export const result = z.object({
  version: z.literal(1),
  runId: z.string().max(100),
  verb: z.string().max(40),
  /** The run was stopped by the user; what is shown is what was learned until then. */
  interrupted: z.boolean().optional(),
  data: dataResult,
  engine: engineResult,
  models: z.array(modelResult).max(200),
  tables: z.array(table).max(100),
  figures: z.array(figure).max(200),
  notes: z.array(z.string().max(4000)).max(200),
  seconds: z.number(),
  /** The plan that was run, so that a figure can ask again and a run can be repeated. */
  plan: z.json(),
});

/** What a cell's output holds while its run goes on, and for ever if the window closes before the end. */
export const runningResult = z.object({ version: z.literal(1), runId: z.string().max(100), running: z.literal(true) });

export type Result = z.infer<typeof result>;
export type RunningResult = z.infer<typeof runningResult>;
export type ModelResult = z.infer<typeof modelResult>;
export type Metrics = z.infer<typeof metrics>;
export type Cost = z.infer<typeof cost>;
export type ResultTable = z.infer<typeof table>;
export type DataResult = z.infer<typeof dataResult>;
export type EngineResult = z.infer<typeof engineResult>;
