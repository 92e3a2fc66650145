import { shuffledIndices } from '../../../data/random';
import { rowOf, takeRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { pack } from '../../../protocol/packing';
import type { FigureOf } from '../../../protocol/figures';
import { evaluationsFor } from '../budget';
import type { Explanation, ExplainSetting, Subject } from '../explanation';
import { scaleWords, shapOf } from '../shap';
import type { Scale } from '../values';
import { shapSetting } from './shap';

/** Rows of which SHAP values are found, and predictions that each of them should be given. */
const explained = { least: 20, most: 100, evaluations: 4000 };

interface Found {
  subject: Subject;
  scale: Scale;
  /** Rows that were explained. */
  x: Matrix;
  /** [K][P][rows] */
  values: Float64Array[][];
}

/** SHAP values of many rows of the training data: how much each feature matters, and in which direction. */
export async function shapSummary(subjects: readonly Subject[], setting: ExplainSetting): Promise<Explanation> {
  const found: Found[] = [];
  for (const subject of subjects) found.push(await valuesOf(subject, setting));
  const names = [...new Set(subjects.flatMap(({ features }) => features.map(({ name }) => name)))];
  const rows = found.flatMap(({ subject: { model, features }, values, scale }) =>
    model.facts.target.classes.flatMap((label, k) =>
      features.map(({ name }, p) => [model.name, label, name, meanSize(values[k]![p]!), scale]),
    ),
  );
  const weight = (name: string) =>
    found.reduce((sum, { subject, values }) => {
      const p = subject.features.findIndex((player) => player.name === name);
      const total = values.reduce((all, own) => own.reduce((some, each) => some + meanSize(each), all), 0);
      return p < 0 || total === 0 ? sum : sum + values.reduce((own, each) => own + meanSize(each[p]!), 0) / total;
    }, 0);
  const ordered = names.map((name) => ({ name, weight: weight(name) })).sort((a, b) => b.weight - a.weight);
  if (setting.order.length === 0) setting.order.push(...ordered.map(({ name }) => name));
  return {
    tables: [{ name: 'shap-summary', columns: ['model', 'class', 'feature', 'meanAbsolute', 'scale'], rows }],
    figures: [
      figureOf(
        found,
        ordered.map(({ name }) => name),
      ),
    ],
    notes: [
      `SHAP values of ${found.map(({ subject, x }) => `${x.rows} training rows by ${subject.model.name}`).join(', ')}, drawn by chance.`,
    ],
  };
}

async function valuesOf(subject: Subject, setting: ExplainSetting): Promise<Found> {
  const { model, background, features } = subject;
  const most = Math.floor(evaluationsFor(model, background) / explained.evaluations);
  const count = Math.min(background.rows, Math.max(explained.least, Math.min(explained.most, most)));
  const order = shuffledIndices(background.rows, setting.rng.fork(`summary ${model.name}`));
  const x = takeRows(background, order.subarray(0, count));
  const classes = model.facts.target.classes.length;
  const values = Array.from({ length: classes }, () => features.map(() => new Float64Array(count).fill(NaN)));
  const shared = { ...shapSetting(setting, model.name, 1 / count), found: new Map() };
  let scale: Scale = 'probability';
  for (let i = 0; i < count; i++) {
    setting.progress(`SHAP values of ${model.name}: row ${i + 1} of ${count}`);
    const row = rowOf(x, i);
    const players = features.filter(({ columns }) => !Number.isNaN(row[columns[0]!]!));
    const found = await shapOf(model, row, background, players, shared);
    scale = found.scale;
    players.forEach((player, at) => {
      const p = features.indexOf(player);
      rowOf(found.contributions, at).forEach((value, k) => (values[k]![p]![i] = value));
    });
  }
  return { subject, scale, x, values };
}

function figureOf(found: readonly Found[], names: string[]): FigureOf<'shap-summary'> {
  const { classes } = found[0]!.subject.model.facts.target;
  return {
    kind: 'shap-summary',
    title: 'SHAP values of many rows',
    summary: `What each feature adds to the prediction of each of ${found[0]!.x.rows} training rows; on average ${names[0]} matters most.`,
    classes,
    shown: classes.length === 2 ? 1 : 0,
    features: names,
    panels: found.map(({ subject: { model, features }, scale, x, values }) => {
      const places = names.map((name) => features.findIndex((player) => player.name === name));
      const nothing = new Float64Array(x.rows).fill(NaN);
      const packed = values.flatMap((own) => places.flatMap((p) => [...(own[p] ?? nothing)]));
      const ranks = places.flatMap((p) => [
        ...(p < 0 || features[p]!.kind !== 'number' ? nothing : rankShares(x, features[p]!.columns[0]!)),
      ]);
      return {
        model: model.name,
        scale: scaleWords[scale],
        values: pack('f32', packed, [classes.length, names.length, x.rows]),
        place: pack('f32', ranks, [names.length, x.rows]),
      };
    }),
  };
}

function meanSize(values: Float64Array): number {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.length === 0 ? 0 : present.reduce((sum, value) => sum + Math.abs(value), 0) / present.length;
}

/** The share of the rows that have a smaller value of a column, ties shared. */
function rankShares(x: Matrix, column: number): Float64Array {
  const values = Float64Array.from({ length: x.rows }, (_, i) => x.data[i * x.columns + column]!);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return values.map((value) => {
    if (Number.isNaN(value) || sorted.length < 2) return NaN;
    const below = sorted.filter((other) => other < value).length;
    const equal = sorted.filter((other) => other === value).length;
    return (below + (equal - 1) / 2) / (sorted.length - 1);
  });
}
