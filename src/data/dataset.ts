import { namedFeatures, readText, usableFeatures, type Find, type Roles } from './features';
import { imageNotes, readImages } from './images';
import { defaultSplit, type DataPlan, type ImageShape } from './plan';
import { Problem } from './problem';
import { contentOf, ratedRows, ratingNotes, readRatings, type Ratings } from './ratings';
import { roleConflict, unknownColumn } from './roles';
import { readSequences, sequenceNotes, type SequenceRole } from './sequences';
import { wholeRows } from './sequenceTable';
import { splitRows } from './split';
import type { Column, Table } from './table';
import { readTarget, type Target } from './target';
import { counted, listed } from './words';

/** Row numbers of the table in each part; a row with an empty target is in `unlabelled` only. */
export interface Parts {
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
  unlabelled: Int32Array;
  /** Cross-validation: every row of `train`, which has then all rows with a class, is in one fold; `test` has none. */
  folds?: Int32Array[];
}

/** A table with the roles of its columns decided and its rows divided. */
export interface Dataset {
  plan: DataPlan;
  /** SHA-256 of the file's bytes, hexadecimal; of two files, of both their hashes. */
  hash: string;
  /** Of the file; sequences where rows form such. */
  rows: number;
  /** Every column of the file; of sequences, those that do not change within one. */
  columns: Column[];
  features: Column[];
  target?: Target;
  /** Who rated what, where the file holds ratings; there is no target then. */
  ratings?: Ratings;
  /** What the steps hold, where each row is a whole sequence: the only feature. */
  sequence?: SequenceRole;
  /** What the features are the pixels of, where each row is a picture. */
  image?: ImageShape;
  parts: Parts;
  /** Why other rows are for training than the plan says, such as "without species = virginica": part of a model's key. */
  selection?: string;
  /** Empty cells among the features. */
  missingCells: number;
  /** What a user should know, in whole sentences: columns left out and why, ragged rows, and so on. */
  notes: string[];
}

/** A dataset that a classifier can be trained on, see {@link requireTarget}. */
export type LabelledDataset = Dataset & { target: Target };

/**
 * Decides roles and parts. Without `features`, every usable column is one; what is left out, and why, is in `notes`.
 * Throws `Problem` with the place in the cell for columns that do not exist or do not suit their role.
 */
export function buildDataset(file: Table, given: DataPlan, hash: string): Dataset {
  const plan = withRolesOf(file, given);
  const table = wholeRows(file, plan);
  const { columns, rows } = table;
  const notes = [...table.report.notes];
  const find = finder([...file.columns, ...columns]);
  const ignored = new Set(plan.ignore?.map((name, i) => find(name, ['ignore', i]).name));
  const split = plan.split && 'by' in plan.split ? find(plan.split.by, ['split', 'by']) : (plan.split ?? defaultSplit);
  const splitColumn = 'kind' in split ? split.name : undefined;
  const targetColumn = plan.target === undefined ? undefined : find(plan.target, ['target']);
  const conflict = roleConflict(plan);
  if (conflict) throw conflict;
  const target = targetColumn && readTarget(targetColumn);
  const ratings = plan.ratings && readRatings(plan.ratings, find);
  const taken = ratings ? [ratings.user.name, ratings.item.name, ratings.rating.name] : [];
  const roles: Roles = {
    target: target?.name,
    split: splitColumn,
    text: plan.text?.column,
    ignored: new Set([...ignored, ...taken]),
  };
  const text = plan.text && readText(find(plan.text.column, ['text', 'column']));
  const named = plan.features && [...plan.features, ...(text && !plan.features.includes(text) ? [text] : [])];
  const sequence = plan.sequence && readSequences(table, plan.sequence, file);
  if (sequence) notes.push(...sequenceNotes(sequence, plan.sequence!));
  const chosen = named && !sequence ? namedFeatures(named, text, find, notes) : undefined;
  const images = readImages(table, plan, roles, chosen);
  if (images) notes.push(...imageNotes(images, table, roles));
  const features = sequence ? [sequence.column] : (images?.pixels ?? chosen ?? usableFeatures(columns, roles, notes));
  if (ratings) return ratingDataset({ plan, hash, rows, columns, notes }, features, ratings, split);
  const parts = splitRows(rows, target, split, notes);
  if (parts.unlabelled.length > 0) {
    notes.push(
      `${counted(parts.unlabelled.length, sequence ? 'sequence has' : 'row has', sequence ? 'sequences have' : 'rows have')} no ${target!.name}: kept aside as unlabelled.`,
    );
  }
  const missingCells = sequence ? sequence.gaps : features.reduce((sum, column) => sum + column.missing, 0);
  return {
    plan,
    hash,
    rows,
    columns,
    features,
    ...(target ? { target } : {}),
    ...(sequence ? { sequence } : {}),
    ...(images ? { image: images.shape } : {}),
    parts,
    missingCells,
    notes,
  };
}

/** A file that says which column holds its classes, or its text, is understood without the cell saying so. */
function withRolesOf({ target, text }: Table, plan: DataPlan): DataPlan {
  const { features = [], ignore = [], ratings, split } = plan;
  const taken = [...features, ...ignore, ...(split && 'by' in split ? [split.by] : [])];
  const isFree = (column: string | undefined): column is string => column !== undefined && !taken.includes(column);
  return {
    ...plan,
    ...(isFree(target) && plan.target === undefined && !ratings ? { target } : {}),
    ...(isFree(text) && plan.text === undefined && plan.sequence === undefined ? { text: { column: text } } : {}),
  };
}

/** Ratings are divided at random as they come, not by their values; features describe users or items. */
function ratingDataset(
  file: Pick<Dataset, 'plan' | 'hash' | 'rows' | 'columns' | 'notes'>,
  candidates: readonly Column[],
  ratings: Omit<Ratings, 'content'>,
  split: Parameters<typeof splitRows>[2],
): Dataset {
  const { plan, rows, notes } = file;
  const content = contentOf(candidates, ratings, plan.features !== undefined, notes);
  const features = candidates.filter((column) => content.user.includes(column) || content.item.includes(column));
  const rated = ratedRows(ratings);
  notes.push(...ratingNotes(ratings, rated));
  const parts = splitRows(rows, rated, split, notes);
  if (parts.train.length === 0) {
    throw new Problem(
      'no-ratings',
      `no row has ${ratings.user.name}, ${ratings.item.name} and ${ratings.rating.name}`,
      ['ratings'],
    );
  }
  const missingCells = features.reduce((sum, column) => sum + column.missing, 0);
  return { ...file, features, ratings: { ...ratings, content }, parts, missingCells };
}

/** The dataset, if a classifier can be trained on it: at least two classes and something to learn from. Throws `Problem`. */
export function requireTarget(dataset: Dataset): LabelledDataset {
  const { target, parts, ratings } = dataset;
  if (ratings) {
    const { user, item, rating } = ratings;
    const message = `this data holds ratings: how ${user.name} would rate ${item.name} is predicted by \`recommend: matrix-factorization\`; to tell classes apart, name a target instead of ${rating.name} in a data cell without ratings`;
    throw new Problem('ratings-no-target', message);
  }
  if (target === undefined) {
    const names = dataset.columns.filter((column) => column.kind === 'categorical').map((column) => column.name);
    const hint = names.length > 0 ? `; columns of classes: ${listed(names, 5)}` : '';
    throw new Problem(
      'missing-target',
      `there is no target: name the column to predict in the data cell, as in "target: ${names[0] ?? 'label'}"${hint}`,
    );
  }
  if (target.whole) {
    requireFeatures(dataset);
    return dataset as LabelledDataset;
  }
  const { name, classes, codes } = target;
  if (classes.length === 0) {
    throw new Problem(
      'no-classes',
      `column ${name} is empty in all ${counted(dataset.rows, 'row')}; expected at least two classes`,
      ['target'],
    );
  }
  if (classes.length === 1) {
    throw new Problem(
      'one-class',
      `column ${name} holds one class only (${classes[0]}); expected at least two to tell apart`,
      ['target'],
    );
  }
  const counts = new Int32Array(classes.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  if (counts.every((count) => count === 1)) {
    throw new Problem(
      'one-row-per-class',
      `each of the ${classes.length} classes of ${name} has a single row; expected several rows of each class`,
      ['target'],
    );
  }
  const trained = new Set(Array.from(parts.train, (row) => codes[row]!));
  if (trained.size < 2) {
    throw new Problem(
      'one-class',
      `the training rows hold ${trained.size === 0 ? 'no class' : `one class only (${classes[[...trained][0]!]})`}; expected at least two; change the split`,
      ['split'],
    );
  }
  requireFeatures(dataset);
  return dataset as LabelledDataset;
}

function requireFeatures({ features, notes }: Dataset): void {
  if (features.length > 0) return;
  const why = notes.length > 0 ? ` ${notes.join(' ')}` : '';
  throw new Problem(
    'no-features',
    `no column can be used as a feature; expected at least one of numbers or categories.${why}`,
    ['features'],
  );
}

/** The dataset with one class for all rows: what a model of P(x, y) then learns is the density P(x) of the whole file. */
export function asOneClass(dataset: Dataset): LabelledDataset {
  const name = 'all rows';
  return { ...dataset, target: { name, classes: [name], codes: new Int32Array(dataset.rows), whole: true } };
}

function finder(columns: readonly Column[]): Find {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return (name, at) => {
    const column = byName.get(name);
    if (column) return column;
    throw unknownColumn(name, [...byName.keys()], at);
  };
}
