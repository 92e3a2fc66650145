import { rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { listed } from '../../../data/words';
import type { FigureOf } from '../../../protocol/figures';
import { quantise } from '../../../protocol/packing';
import type { ExplainMethod, Subject } from '../explanation';
import { partialDependence as dependenceOf } from '../partialDependence';
import type { PartialDependence } from '../partialDependence';

type Panel = FigureOf<'partial-dependence'>['panels'][number];

/** Features that are drawn: the most important ones. */
const mostFeatures = 6;

export const partialDependence: ExplainMethod = {
  value: 'partial-dependence',
  doc: 'Partial dependence: P(y | x) as one feature takes other values, on average and for single rows (ICE).',
  byDefault: ['row', 'model'],
  async explain(subjects, { order, rng, pause, progress }) {
    const all = [...new Set(subjects.flatMap(({ features }) => features.map(({ name }) => name)))];
    const names = [...new Set([...order, ...all])].filter((name) => drawable(subjects, name)).slice(0, mostFeatures);
    const panels: Panel[] = [];
    const rows: (string | number)[][] = [];
    for (const name of names) {
      for (const subject of subjects) {
        const { model, features, background } = subject;
        const player = features.find((each) => each.name === name);
        if (!player || background.rows === 0) continue;
        progress(`partial dependence of ${model.name} on ${name}`);
        const z = subject.row?.z;
        const known = z && !Number.isNaN(z[player.columns[0]!]!) ? z : undefined;
        const setting = { row: known, features: names.length, rng: rng.fork(name), pause };
        const found = await dependenceOf(model, player, background, setting);
        if (!found) continue;
        panels.push(panelOf(subject, found, known));
        rows.push(...tableRows(subject, found));
      }
    }
    if (panels.length === 0) return { notes: ['Partial dependence needs a feature of numbers or categories.'] };
    const left = all.filter((name) => !names.includes(name));
    return {
      tables: [{ name: 'partial-dependence', columns: ['model', 'feature', 'at', 'class', 'probability'], rows }],
      figures: [
        {
          kind: 'partial-dependence',
          title: 'Partial dependence',
          summary: `P(y | x) as ${listed(names)} ${names.length > 1 ? 'take' : 'takes'} other values: the mean over training rows, and faint lines for single rows.`,
          classes: subjects[0]!.model.facts.target.classes,
          panels,
        },
      ],
      notes:
        left.length > 0 ? [`Partial dependence is drawn of ${mostFeatures} features; not of ${listed(left)}.`] : [],
    };
  },
};

function drawable(subjects: readonly Subject[], name: string): boolean {
  return subjects.some(({ features }) =>
    features.some((player) => player.name === name && (player.kind === 'number' || player.kind === 'category')),
  );
}

function panelOf({ model }: Subject, found: PartialDependence, row: Float64Array | undefined): Panel {
  const { feature, at, levels, mean, single } = found;
  const classes = mean.columns;
  const points = mean.rows;
  const byClass = (of: Matrix, k: number) => Array.from({ length: points }, (_, g) => rowOf(of, g)[k]!);
  const all = Array.from({ length: classes }, (_, k) => k);
  const range = { low: 0, high: 1 };
  const place = row && placeOf(model, feature, row);
  return {
    model: model.name,
    feature,
    ...(at ? { at } : {}),
    ...(levels ? { levels } : {}),
    mean: quantise(
      'u16',
      all.flatMap((k) => byClass(mean, k)),
      [classes, points],
      range,
    ),
    single: quantise(
      'u8',
      all.flatMap((k) => single.flatMap((each) => byClass(each, k))),
      [classes, single.length, points],
      range,
    ),
    ...(place === undefined ? {} : { row: place }),
  };
}

/** What the row has: a value in the units of the file, or the place of its level. */
function placeOf({ facts }: Subject['model'], feature: string, row: Float64Array): number {
  const { start, width, levels } = facts.encoding.features.find(({ name }) => name === feature)!;
  const own = row.subarray(start, start + width);
  if (!levels) return facts.encoding.columns[start]!.mean + facts.encoding.columns[start]!.scale * own[0]!;
  return levels.length === 2 ? Math.round(own[0]!) : own.indexOf(1);
}

function tableRows({ model }: Subject, { feature, at, levels, mean }: PartialDependence): (string | number)[][] {
  return model.facts.target.classes.flatMap((label, k) =>
    Array.from({ length: mean.rows }, (_, g) => [
      model.name,
      feature,
      at?.[g] ?? levels?.[g] ?? '',
      label,
      rowOf(mean, g)[k]!,
    ]),
  );
}
