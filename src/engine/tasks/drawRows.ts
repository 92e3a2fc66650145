import type { Cell } from '../../data/cells';
import type { Dataset } from '../../data/dataset';
import { decode } from '../../data/decode';
import { encodeCells } from '../../data/encode';
import { numericColumn } from '../../data/infer';
import { matrix, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { Problem, unknown } from '../../data/problem';
import { createRng } from '../../data/random';
import type { Rng } from '../../data/random';
import type { Column } from '../../data/table';
import { grouped } from '../../data/words';
import type { Json } from '../../protocol/cards';
import type { FigureOf, Plane } from '../../protocol/figures';
import { mostPoints, packPoints, planeOf, pointsOf, sampleOf } from '../drawing/plane';
import type { Axes } from '../drawing/plane';
import type { Options } from '../model';
import { logEvidence, posterior } from '../posterior';
import { candidates, nearGiven } from '../sampling/nearGiven';
import type { TrainedModel } from '../training/trained';

/** Rows that are drawn where no number is asked for. */
const mostShown = 500;

/** Generated rows of a model: as the model makes them, and in the units of the file. */
export interface Generated {
  model: TrainedModel;
  /** [n, d] */
  z: Matrix;
  labels: Int32Array;
  /** One array per row, in the order of the model's features. */
  cells: Cell[][];
  /** What a user should know of how they were drawn, in whole sentences. */
  notes?: string[];
}

export interface GenerateOptions {
  n: number;
  /** Of this class only; default: classes as often as the model expects them. */
  label?: number;
  /** Values that are fixed; the others are drawn given these: exactly by models with Conditional, else from rows near them. */
  given?: Readonly<Record<string, unknown>>;
}

/** What the options of a verb say of rows to draw; of a verb without such options as many as a figure shows well. */
export function requestedRows(options: Options, { facts }: TrainedModel, { parts }: Dataset): GenerateOptions {
  const { name } = facts.target;
  const asked = (options.given as { [column: string]: Json } | undefined)?.[name];
  if (asked !== undefined && !facts.encoding.features.some((feature) => feature.name === name)) {
    const message = `${name} is the target, not a feature: write class: ${String(asked)} for rows of one class, beside given or alone`;
    throw new Problem('conflicting-roles', message, ['given', name]);
  }
  const label = labelOf(options.class, facts.target.classes);
  return {
    n: typeof options.n === 'number' ? options.n : Math.min(mostShown, parts.train.length),
    ...(label === undefined ? {} : { label }),
    ...(options.given ? { given: options.given as { [name: string]: Json } } : {}),
  };
}

/** The code of the class that is asked for; numbers and words alike. Throws a `Problem`. */
export function labelOf(value: Json | undefined, classes: readonly string[]): number | undefined {
  if (value === undefined || value === null) return undefined;
  const label = classes.indexOf(String(value));
  if (label < 0) throw unknown('class', String(value), classes, ['class']);
  return label;
}

/** Draws rows (x, y) ~ P(x, y), P(x, y | y) or P(x, y | given). */
export async function generate(model: TrainedModel, options: GenerateOptions, rng: Rng): Promise<Generated> {
  const { encoding } = model.facts;
  const given = options.given ? encodeCells(encoding, options.given) : undefined;
  if (given && !model.fitted.conditionalSample) return generateNear(model, options, given, rng);
  const labels = drawLabels(await classWeights(model, given), options, rng.fork('class'));
  const z = matrix(options.n, encoding.columns.length);
  for (const label of new Set(labels)) {
    const rows = [...labels.keys()].filter((i) => labels[i] === label);
    const drawn = await drawOf(model, rows.length, label, given, rng.fork(label));
    rows.forEach((row, i) => z.data.set(drawn.data.subarray(i * z.columns, (i + 1) * z.columns), row * z.columns));
  }
  return { model, z, labels, cells: decode(encoding, z) };
}

/** Rows of a model that has no conditional distribution: those of many that come near what is given. */
async function generateNear(
  model: TrainedModel,
  { n, label }: GenerateOptions,
  given: Float64Array,
  rng: Rng,
): Promise<Generated> {
  const { encoding } = model.facts;
  const many = await generate(model, { n: candidates, ...(label === undefined ? {} : { label }) }, rng.fork('near'));
  const near = nearGiven(many, given, encoding.features, n, rng.fork('choice'));
  return {
    model,
    z: near.z,
    labels: near.labels,
    cells: decode(encoding, near.z),
    notes: [
      `${model.name} has no conditional distribution: of ${grouped(candidates)} rows that it drew, those near the given values (Gaussian weights of ${near.bandwidth} standard deviations) were drawn again; they are worth about ${grouped(Math.round(near.effective))} different rows.`,
    ],
  };
}

/** P(y), or P(y | given). */
async function classWeights(model: TrainedModel, given: Float64Array | undefined): Promise<Float64Array> {
  if (!given) return model.logPrior.map(Math.exp);
  const logJoint = await model.logJoint(matrix(1, given.length, given));
  // a row that no class explains: all classes alike would be an invention
  if (logEvidence(logJoint)[0] === -Infinity) return model.logPrior.map(Math.exp);
  return posterior(logJoint).data;
}

/** A class for each row: the one asked for, else each by chance. weights: [K]. */
export function drawLabels(
  weights: Float64Array,
  { n, label }: Pick<GenerateOptions, 'n' | 'label'>,
  rng: Rng,
): Int32Array {
  return Int32Array.from({ length: n }, () => label ?? rng.choice(weights));
}

function drawOf(
  { fitted }: TrainedModel,
  n: number,
  label: number,
  given: Float64Array | undefined,
  rng: Rng,
): Promise<Matrix> {
  if (!given) return fitted.sample!(n, label, rng);
  const rows = takeRows(matrix(1, given.length, given), new Int32Array(n));
  return fitted.conditionalSample!(rows, rng, label);
}

/** A feature of the generated rows as a column like that of the file. */
export function generatedColumn({ model, cells }: Pick<Generated, 'model' | 'cells'>, like: Column): Column {
  const at = model.facts.encoding.features.findIndex(({ name }) => name === like.name);
  if (like.kind === 'numeric') {
    return numericColumn(
      like.name,
      Float64Array.from(cells, (row) => Number(row[at])),
    );
  }
  const { text, sequence } = model.facts.encoding.features[at] ?? {};
  if (text || sequence) {
    const levels = cells.map((row) => String(row[at]));
    return { kind: 'text', name: like.name, codes: Int32Array.from(levels.keys()), levels, missing: 0 };
  }
  return { ...like, codes: Int32Array.from(cells, (row) => like.levels.indexOf(String(row[at]))) };
}

/** Generated rows over real ones in a plane that holds both, a panel per model. `label`: of this class only. */
export function samplesFigure(
  generated: readonly Generated[],
  dataset: Dataset,
  axes: Axes,
  label?: number,
): FigureOf<'samples'> {
  const rng = createRng(0);
  const { target, parts } = dataset;
  const real = label === undefined ? parts.train : parts.train.filter((row) => target?.codes[row] === label);
  const clouds = generated.map(({ model, cells, labels }) => {
    const chosen = sampleOf([...cells.keys()], mostPoints, rng.fork(model.name));
    const values = (feature: string) => {
      const at = model.facts.encoding.features.findIndex(({ name }) => name === feature);
      return chosen.map((i) => Number(cells[i]![at]));
    };
    return { model: model.name, x: values(axes.x.name), y: values(axes.y.name), label: chosen.map((i) => labels[i]!) };
  });
  const plane = planeOf(axes, dataset, 0);
  const counts = generated.map(({ model, labels }) => `${labels.length} by ${model.name}`).join(', ');
  return {
    kind: 'samples',
    title: `Generated over real rows: ${axes.x.name} × ${axes.y.name}`,
    summary: `Generated rows (${counts}) over the training rows.`,
    classes: target?.classes ?? [],
    plane: {
      ...plane,
      x: widened(
        plane.x,
        clouds.flatMap(({ x }) => x),
      ),
      y: widened(
        plane.y,
        clouds.flatMap(({ y }) => y),
      ),
      choices: plane.choices.filter((name) => generated.every(({ model }) => model.reads(name))),
    },
    real: pointsOf(axes, real, target?.codes, rng.fork('real')),
    panels: clouds.map(({ model, x, y, label: codes }) => ({ model, generated: packPoints(x, y, codes) })),
  };
}

function widened(axis: Plane['x'], values: readonly number[]): Plane['x'] {
  return {
    ...axis,
    low: values.reduce((low, value) => Math.min(low, value), axis.low),
    high: values.reduce((high, value) => Math.max(high, value), axis.high),
  };
}
