import { shuffledIndices } from '../../data/random';
import type { EncodedFeature } from '../../data/encoding';
import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { counted, grouped } from '../../data/words';
import { filledWith, observedMeans } from '../imputation/mean';
import type { TrainedModel } from '../training/trained';
import { learnsColumns } from './learnsColumns';
import { encodingPart, takeBlock } from './encodingParts';
import type { GapMethod, GapSetting } from './method';

/**
 * Bounds on the work of all fits together: patterns with a model of their own, steps of training, training rows, and rows
 * times steps; no fit gets fewer rows than `rowsEach`.
 */
const bounds = { least: 3, most: 64, steps: 20_000, rows: 300_000, rowSteps: 6e6, rowsEach: 500 };

/** A model of the features that one pattern leaves. */
interface PatternModel {
  /** For each feature whether the model reads it. */
  reads: string;
  predictProba(x: Matrix, rows: readonly number[]): Promise<Matrix>;
  dispose(): void;
}

/**
 * One model for each pattern of missing features, fitted to the features that are left ("reduced models", Saar-Tsechansky
 * and Provost 2007). Where there are more patterns than may be fitted, a row goes to the fitted pattern that differs from
 * its own in the fewest features; what it lacks for that one is filled with the mean.
 */
export const perPattern: GapMethod = {
  id: 'per-pattern',
  doc: 'One model for each pattern of missing features, fitted to the features that are there.',
  serves: learnsColumns,
  // a model that marginalises needs it only to show that both come to the same, which is told where it costs nothing
  isUsual: (model) => !model.takesGaps || model.facts.cost.steps === 0,
  async prepare(setting) {
    const { model, training, environment, signal } = setting;
    const { features } = model.facts.encoding;
    const { patterns, rows } = countPatterns(setting.questions(), features);
    const wanted = [...patterns.keys()].filter((pattern) => pattern.includes('1') && pattern.includes('0'));
    const chosen = choose(wanted, patterns, mostPatterns(model));
    const trained: PatternModel[] = [wholeModel(model, features), priorModel(model, features)];
    const dispose = () => trained.forEach((one) => one.dispose());
    const order = shuffledIndices(training.x.rows, setting.rng);
    const rowsEach = mostTrainingRows(model, chosen.length);
    for (const [i, pattern] of chosen.entries()) {
      environment.progress({
        text: `fitting ${model.name} to pattern ${i + 1} of ${chosen.length}`,
        model: model.name,
        fraction: i / chosen.length,
      });
      const one = await fitPattern(setting, pattern, order, rowsEach);
      if (one) trained.push(one);
      if (signal.aborted) {
        dispose();
        return undefined;
      }
    }
    const served = chosen.reduce((sum, pattern) => sum + patterns.get(pattern)!, 0);
    const others = wanted.reduce((sum, pattern) => sum + patterns.get(pattern)!, 0) - served;
    return {
      predictProba: predictor(trained, observedMeans(training.x), features, model.facts.target.classes.length),
      notes: notesOf(model, { fits: chosen.length, wanted: wanted.length, others, rows, rowsEach, training }),
      dispose,
    };
  },
};

interface Told {
  fits: number;
  wanted: number;
  /** Rows whose pattern has no model. */
  others: number;
  rows: number;
  rowsEach: number;
  training: GapSetting['training'];
}

function notesOf({ name }: TrainedModel, { fits, wanted, others, rows, rowsEach, training }: Told): string[] {
  const part = rowsEach < training.x.rows ? `, each to ${grouped(rowsEach)} of the training rows` : '';
  const capped =
    wanted > fits
      ? `; there are ${grouped(wanted)} patterns, and the ${Math.round((100 * others) / rows)} % of the rows that have another one go to the most similar of these, with the mean for what they lack`
      : '';
  return [`per-pattern: ${name} is fitted ${counted(fits, 'more time')}${part}${capped}.`];
}

/** A digit for each feature: 1 where it is there. */
function patternOf(row: Float64Array, features: readonly EncodedFeature[]): string {
  let pattern = '';
  for (const { start } of features) pattern += Number.isNaN(row[start]!) ? '0' : '1';
  return pattern;
}

function countPatterns(parts: Iterable<Matrix>, features: readonly EncodedFeature[]) {
  const patterns = new Map<string, number>();
  let rows = 0;
  for (const x of parts) {
    rows += x.rows;
    for (let i = 0; i < x.rows; i++) {
      const pattern = patternOf(rowOf(x, i), features);
      patterns.set(pattern, (patterns.get(pattern) ?? 0) + 1);
    }
  }
  return { patterns, rows };
}

function mostPatterns({ facts }: TrainedModel): number {
  return Math.max(bounds.least, Math.min(bounds.most, Math.floor(bounds.steps / Math.max(1, facts.cost.steps))));
}

function mostTrainingRows({ facts }: TrainedModel, fits: number): number {
  const all = Math.min(bounds.rows, bounds.rowSteps / Math.max(1, facts.cost.steps));
  return Math.max(bounds.rowsEach, Math.floor(all / Math.max(1, fits)));
}

/** Of too many patterns the most frequent ones, and others evenly from all rates. */
function choose(wanted: readonly string[], counts: ReadonlyMap<string, number>, most: number): string[] {
  if (wanted.length <= most) return [...wanted];
  const half = Math.ceil(most / 2);
  const frequent = [...wanted].sort((a, b) => counts.get(b)! - counts.get(a)!).slice(0, half);
  const rest = wanted.filter((pattern) => !frequent.includes(pattern));
  const spaced = Array.from({ length: most - half }, (_, i) => rest[Math.floor((i * rest.length) / (most - half))]!);
  return [...frequent, ...spaced];
}

function wholeModel(model: TrainedModel, features: readonly EncodedFeature[]): PatternModel {
  const columns = Int32Array.from({ length: model.facts.encoding.columns.length }, (_, j) => j);
  return {
    reads: '1'.repeat(features.length),
    predictProba: (x, rows) => model.predictProba(takeBlock(x, rows, columns)),
    dispose: () => undefined,
  };
}

/** Nothing is there: the classes as often as in the training rows. */
function priorModel(model: TrainedModel, features: readonly EncodedFeature[]): PatternModel {
  const prior = model.logPrior.map(Math.exp);
  return {
    reads: '0'.repeat(features.length),
    predictProba(_, rows) {
      const out = matrix(rows.length, prior.length);
      for (let i = 0; i < rows.length; i++) rowOf(out, i).set(prior);
      return Promise.resolve(out);
    },
    dispose: () => undefined,
  };
}

/** Fitted to the training rows that have all of the features; undefined where there are none, or the run was stopped. */
async function fitPattern(
  { model, training, trainer }: GapSetting,
  pattern: string,
  order: Int32Array,
  most: number,
): Promise<PatternModel | undefined> {
  const { encoding } = model.facts;
  const kept = encoding.features.filter((_, f) => pattern[f] === '1');
  const { columns, encoding: part } = encodingPart(encoding, kept);
  const { x, y } = training;
  const rows = order
    .filter((i) => kept.every(({ start }) => !Number.isNaN(x.data[i * x.columns + start]!)))
    .subarray(0, most)
    .sort();
  const labels = Int32Array.from(rows, (i) => y[i]!);
  if (new Set(labels).size < 2) return undefined;
  const fitted = await trainer.fitRows(model, { x: takeBlock(x, rows, columns), y: labels, encoding: part });
  return (
    fitted && {
      reads: pattern,
      predictProba: (queries, at) => fitted.predictProba(takeBlock(queries, at, columns)),
      dispose: () => fitted.dispose(),
    }
  );
}

function predictor(
  trained: readonly PatternModel[],
  means: Float64Array,
  features: readonly EncodedFeature[],
  classes: number,
): (x: Matrix) => Promise<Matrix> {
  const known = new Map<string, PatternModel>(trained.map((one) => [one.reads, one]));
  const modelFor = (pattern: string): PatternModel => {
    let best = known.get(pattern);
    if (!best) {
      best = mostSimilar(pattern, trained);
      known.set(pattern, best);
    }
    return best;
  };
  return async (x) => {
    const filled = filledWith(means, x);
    const groups = new Map<PatternModel, number[]>();
    for (let i = 0; i < x.rows; i++) {
      const one = modelFor(patternOf(rowOf(x, i), features));
      const rows = groups.get(one);
      if (rows) rows.push(i);
      else groups.set(one, [i]);
    }
    const out = matrix(x.rows, classes);
    for (const [one, rows] of groups) {
      const proba = await one.predictProba(filled, rows);
      rows.forEach((row, i) => rowOf(out, row).set(rowOf(proba, i)));
    }
    return out;
  };
}

/** The pattern that differs in the fewest features; of equals the one that reads fewer. */
function mostSimilar(pattern: string, trained: readonly PatternModel[]): PatternModel {
  let best = trained[0]!;
  let least = Infinity;
  for (const one of trained) {
    let difference = 0;
    let surplus = 0;
    for (let f = 0; f < pattern.length && difference <= least; f++) {
      const reads = one.reads.charCodeAt(f);
      if (reads === pattern.charCodeAt(f)) continue;
      difference++;
      if (reads === digitOne) surplus++;
    }
    difference += surplus / (pattern.length + 1);
    if (difference < least) [best, least] = [one, difference];
  }
  return best;
}

/** The digit 1. */
const digitOne = 49;
