import type { Dataset } from '../../data/dataset';
import { fitEncoding } from '../../data/fitEncoding';
import type { Column } from '../../data/table';
import { counted, listed } from '../../data/words';
import type { TaskCard } from '../../protocol/cards';
import type { Figure, FigureOf } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import { advice } from './advice';
import { completeRows, plainFeatures } from '../training/columns';
import { profileRatings } from '../drawing/ratingProfile';
import { histogramOf, mostColumns } from '../drawing/histograms';
import { anovaF, numericFeatures, sampleOf } from '../drawing/plane';
import { profileTable } from './profile';
import { profileImages } from './profileImages';
import { profileSequences } from './profileSequences';
import { textLengths } from './profileTexts';
import type { TaskContext, TaskSpec } from '../task';
import { wanted } from './show';

/** What a scatter matrix holds at most. */
const scatter = { features: 5, rows: 500 };
/** With more classes than this, a histogram in groups says nothing. */
const mostGroups = 12;

const card: TaskCard = {
  id: 'data',
  title: 'Data',
  summary: 'Describes a file and the roles of its columns, and makes it the current data of the notebook.',
  models: 'none',
  needs: [],
  parameters: [],
  shows: [
    { value: 'balance', doc: 'Rows of each class.' },
    { value: 'histograms', doc: 'How the values of each column are distributed, by class.' },
    { value: 'scatter', doc: 'Every pair of the features that tell the classes apart best.' },
    { value: 'pictures', doc: 'Of images, some of each class, and the mean of each class.' },
  ],
};

export const data: TaskSpec = {
  card,
  run({ plan, dataset, rng }: TaskContext) {
    const show = wanted(plan, card, ['balance', 'histograms', 'scatter', 'pictures']);
    // what no model could be trained on, no figure could show either: both would overflow
    fitEncoding(
      numericFeatures(dataset),
      Array.from({ length: dataset.rows }, (_, row) => row),
    );
    const figures: Figure[] = [];
    const notes = [...dataset.notes];
    const rated = dataset.ratings && profileRatings(dataset, dataset.ratings);
    if (rated && show.has('histograms')) figures.push(rated.figure);
    if (show.has('balance') && dataset.target) figures.push(classBalance(dataset));
    const sequences = dataset.sequence && profileSequences(dataset, dataset.sequence);
    if (sequences && show.has('histograms')) figures.push(sequences.figure);
    const plain = [...plainFeatures(dataset), ...textLengths(dataset)];
    if (show.has('histograms') && plain.length > 0) figures.push(histograms(plain, dataset));
    if (show.has('histograms') && plain.length > mostColumns) {
      notes.push(`Histograms of the first ${mostColumns} of ${plain.length} features are shown.`);
    }
    if (show.has('scatter') && numericFeatures(dataset).length > 1) figures.push(scatterMatrix(dataset, rng));
    if (show.has('pictures') && dataset.image) figures.push(...profileImages(dataset, dataset.image, rng));
    return Promise.resolve({
      models: [],
      tables: [profileTable(dataset), ...(rated ? [rated.table] : []), ...(sequences?.tables ?? [])],
      figures,
      notes: [...notes, ...(sequences?.notes ?? []), ...(rated ? rated.notes : advice(dataset))],
    });
  },
};

function classBalance({ target, parts, rows, sequence }: Dataset): FigureOf<'class-balance'> {
  const counts = target!.classes.map(() => 0);
  for (const code of target!.codes) if (code >= 0) counts[code]!++;
  const told = target!.classes.map((name, c) => `${name} ${counts[c]}`);
  return {
    kind: 'class-balance',
    title: `${sequence ? 'Sequences' : 'Rows'} by ${target!.name}`,
    summary: `${counted(rows, sequence ? 'sequence' : 'row')}: ${listed(told)}${parts.unlabelled.length > 0 ? `, without a label ${parts.unlabelled.length}` : ''}.`,
    target: target!.name,
    classes: target!.classes,
    counts,
    unlabelled: parts.unlabelled.length,
  };
}

function histograms(features: readonly Column[], { target, rows }: Dataset): FigureOf<'histograms'> {
  const shown = features.slice(0, mostColumns);
  const all = Array.from({ length: rows }, (_, row) => row);
  const byClass = target && target.classes.length <= mostGroups ? target : undefined;
  const groups = byClass ? byClass.classes.map((_, c) => all.filter((row) => byClass.codes[row] === c)) : [all];
  return {
    kind: 'histograms',
    title: byClass ? `Features by ${byClass.name}` : 'Features',
    summary: `Distribution of ${listed(shown.map(({ name }) => name))}${byClass ? ` for each ${byClass.name}` : ''}.`,
    groups: byClass ? byClass.classes : ['all rows'],
    columns: shown.map((column) => histogramOf(groups.map((members) => ({ column, rows: members })))),
  };
}

function scatterMatrix(dataset: Dataset, rng: TaskContext['rng']): FigureOf<'scatter-matrix'> {
  const { target } = dataset;
  const numeric = numericFeatures(dataset);
  const best = [...numeric].sort((a, b) => anovaF(b, dataset) - anovaF(a, dataset)).slice(0, scatter.features);
  const columns = numeric.filter((column) => best.includes(column));
  const everything = Int32Array.from({ length: dataset.rows }, (_, row) => row);
  const rows = sampleOf([...completeRows(columns, everything)], scatter.rows, rng);
  const names = columns.map(({ name }) => name);
  return {
    kind: 'scatter-matrix',
    title: 'Pairs of features',
    summary: `${counted(rows.length, 'row')} over every pair of ${listed(names)}${columns.length < numeric.length ? `, of ${numeric.length} numeric features` : ''}.`,
    features: names,
    classes: target?.classes ?? [],
    values: pack(
      'f32',
      rows.flatMap((row) => columns.map((column) => column.values[row]!)),
      [rows.length, columns.length],
    ),
    label: pack(
      'i32',
      rows.map((row) => target?.codes[row] ?? -1),
    ),
  };
}
