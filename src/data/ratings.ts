import type { Target } from './target';
import type { RatingsPlan } from './plan';
import { Problem, type CellPath } from './problem';
import { textAt, type Column } from './table';
import { counted, listed } from './words';

/** Users or items: `ids[codes[row]]`; -1 where the cell is empty. */
export interface Entities {
  /** Of the column. */
  name: string;
  ids: string[];
  codes: Int32Array;
}

/** Who rated what and how, row by row. */
export interface Ratings {
  user: Entities;
  item: Entities;
  /** NaN where the cell is empty. */
  rating: { name: string; values: Float64Array };
  /** Features that describe the users, having one value for each, and those that describe the items. */
  content: { user: Column[]; item: Column[] };
}

/** Reads the three columns. Throws a `Problem` with its place in the cell where they are no ratings. */
export function readRatings(plan: RatingsPlan, find: (name: string, at: CellPath) => Column): Omit<Ratings, 'content'> {
  const roles = ['user', 'item', 'rating'] as const;
  for (const [i, role] of roles.entries()) {
    const twin = roles.slice(0, i).find((other) => plan[other] === plan[role]);
    if (twin === undefined) continue;
    const message = `${plan[role]} is both the ${twin} and the ${role}; choose another column for one of them`;
    throw new Problem('conflicting-roles', message, ['ratings', role]);
  }
  const user = entitiesOf(find(plan.user, ['ratings', 'user']), ['ratings', 'user']);
  const item = entitiesOf(find(plan.item, ['ratings', 'item']), ['ratings', 'item']);
  const rating = find(plan.rating, ['ratings', 'rating']);
  if (rating.kind !== 'numeric') {
    const words = rating.levels.filter((level) => level.trim() === '' || Number.isNaN(Number(level)));
    throw new Problem(
      'unsuitable-rating',
      `column ${rating.name} holds words (${listed(words, 3)}); expected ratings as numbers`,
      ['ratings', 'rating'],
    );
  }
  return { user, item, rating: { name: rating.name, values: rating.values } };
}

/** The rows that are ratings, as a target of a single class: rows that lack user, item or rating are no ratings. */
export function ratedRows({ user, item, rating }: Omit<Ratings, 'content'>): Target {
  const codes = Int32Array.from(rating.values, (value, row) =>
    Number.isFinite(value) && user.codes[row]! >= 0 && item.codes[row]! >= 0 ? 0 : -1,
  );
  return { name: rating.name, classes: [rating.name], codes };
}

/**
 * Which of users and items each feature describes: that of which it has one value each. Features that are asked for by
 * name must describe one of them; of the others, those that do not are left out and named in `notes`.
 */
export function contentOf(
  features: readonly Column[],
  { user, item }: Pick<Ratings, 'user' | 'item'>,
  named: boolean,
  notes: string[],
): Ratings['content'] {
  const content: Ratings['content'] = { user: [], item: [] };
  const neither: string[] = [];
  for (const [i, column] of features.entries()) {
    const about = describes(column, item) ? 'item' : describes(column, user) ? 'user' : undefined;
    if (about) content[about].push(column);
    else if (named) {
      throw new Problem(
        'unsuitable-feature',
        `column ${column.name} describes neither users nor items: it changes from rating to rating of the same ${user.name} and of the same ${item.name}; leave it out`,
        ['features', i],
      );
    } else neither.push(column.name);
  }
  if (neither.length > 0)
    notes.push(`Left out of the features (they describe neither users nor items): ${listed(neither)}.`);
  return content;
}

/** What a user should know of the rows, in whole sentences. */
export function ratingNotes({ user, item, rating }: Omit<Ratings, 'content'>, rated: Target): string[] {
  const left = rated.codes.reduce((count, code) => count + (code < 0 ? 1 : 0), 0);
  const pairs = new Set<number>();
  rated.codes.forEach((code, row) => {
    if (code >= 0) pairs.add(user.codes[row]! * item.ids.length + item.codes[row]!);
  });
  const repeated = rated.codes.length - left - pairs.size;
  return [
    ...(left > 0
      ? [`${counted(left, 'row lacks', 'rows lack')} ${user.name}, ${item.name} or ${rating.name}: left out.`]
      : []),
    ...(repeated > 0
      ? [
          `${counted(repeated, 'rating repeats', 'ratings repeat')} a pair of ${user.name} and ${item.name}: each counts.`,
        ]
      : []),
  ];
}

function entitiesOf(column: Column, at: CellPath): Entities {
  const { name } = column;
  const rows = column.kind === 'numeric' ? column.values.length : column.codes.length;
  if (column.missing === rows) {
    throw new Problem(
      'unsuitable-rating',
      `column ${name} is empty in every row; expected who rated or what was rated`,
      at,
    );
  }
  if (column.kind !== 'numeric') return { name, ids: column.levels, codes: column.codes };
  const sorted = [...new Set(column.values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const rank = new Map(sorted.map((value, i) => [value, i]));
  return { name, ids: sorted.map(String), codes: Int32Array.from(column.values, (value) => rank.get(value) ?? -1) };
}

/** Whether a column has one value for each of the entities, at least one of which has several rows. */
function describes(column: Column, { ids, codes }: Entities): boolean {
  const values: (string | undefined)[] = new Array<string | undefined>(ids.length);
  let repeated = false;
  for (let row = 0; row < codes.length; row++) {
    const value = codes[row]! < 0 ? undefined : textAt(column, row);
    if (value === undefined) continue;
    const known = values[codes[row]!];
    if (known !== undefined && known !== value) return false;
    repeated ||= known !== undefined;
    values[codes[row]!] = value;
  }
  return repeated;
}
