import type { DataPlan, RatingsPlan, SequencePlan } from './plan';
import { Problem, unknown, type CellPath } from './problem';

/** The error about a column that a file does not have, in one wording for the editor and the engine. */
export function unknownColumn(name: string, names: readonly string[], at: CellPath): Problem {
  const problem = unknown('column', name, names, at);
  if (names.length > 1) return problem;
  const message = `${problem.message}; the file was read as a single column: is it separated by commas, semicolons, tabs or bars?`;
  return new Problem(problem.code, message, at);
}

/** A column that is given two roles which exclude each other. */
export function roleConflict(plan: Partial<DataPlan>): Problem | undefined {
  const { target, features, ignore, split, text, sequence, ratings, image } = plan;
  const by = split && 'by' in split ? split.by : undefined;
  if (target !== undefined && target === by) {
    return new Problem('conflicting-roles', `${target} is both the target and the split column; choose another one`, [
      'split',
      'by',
    ]);
  }
  const other = image && (['text', 'sequence', 'ratings'] as const).find((key) => plan[key] !== undefined);
  if (other) {
    const message = `the rows are either pictures or have the role ${other}; take image or ${other} away`;
    return new Problem('conflicting-roles', message, ['image']);
  }
  const ratingConflict = ratings && conflictOfRatings(ratings, plan);
  if (ratingConflict) return ratingConflict;
  const sequenceConflict = sequence && conflictOfSequence(sequence, plan);
  if (sequenceConflict) return sequenceConflict;
  const ignored = target === undefined ? -1 : (ignore?.indexOf(target) ?? -1);
  if (ignored >= 0) {
    return new Problem('conflicting-roles', `${target} is both the target and ignored; take it from one of them`, [
      'ignore',
      ignored,
    ]);
  }
  const roleOf = (name: string): string | undefined => {
    if (name === target) return 'the target';
    if (name === by) return 'the split column';
    return ignore?.includes(name) === true ? 'ignored' : undefined;
  };
  const textRole = text && roleOf(text.column);
  if (textRole !== undefined) {
    return new Problem(
      'conflicting-roles',
      `${text!.column} is both the text and ${textRole}; take it from one of them`,
      ['text', 'column'],
    );
  }
  for (const [i, name] of (features ?? []).entries()) {
    const role = roleOf(name);
    if (role !== undefined) {
      return new Problem('conflicting-roles', `${name} is both a feature and ${role}; take it from one of them`, [
        'features',
        i,
      ]);
    }
  }
  return undefined;
}

/** What is predicted of ratings is the rating, so there is no target; their three columns have no other role. */
function conflictOfRatings(
  { user, item, rating }: RatingsPlan,
  { target, features, ignore, split }: Partial<DataPlan>,
): Problem | undefined {
  if (target !== undefined) {
    const message = `with ratings there is no target: what is predicted is ${rating}; take one of the two away`;
    return new Problem('conflicting-roles', message, ['target']);
  }
  const roles = new Map([
    [user, 'the user'],
    [item, 'the item'],
    [rating, 'the rating'],
  ]);
  const clash = (name: string, other: string, at: CellPath) =>
    roles.has(name)
      ? new Problem(
          'conflicting-roles',
          `${name} is both ${roles.get(name)!} and ${other}; take it from one of them`,
          at,
        )
      : undefined;
  const problems = [
    ...(split && 'by' in split ? [clash(split.by, 'the split column', ['split', 'by'])] : []),
    ...(ignore ?? []).map((name, i) => clash(name, 'ignored', ['ignore', i])),
    ...(features ?? []).map((name, i) => clash(name, 'a feature', ['features', i])),
  ];
  return problems.find((problem) => problem !== undefined);
}

/** The steps of sequences are all that a model of them reads, and their columns have no other role. */
function conflictOfSequence(
  { id, order, symbol }: SequencePlan,
  { target, features, ignore, split, text, ratings }: Partial<DataPlan>,
): Problem | undefined {
  if (text || ratings) {
    const [key, what] = text ? ['text', 'texts'] : ['ratings', 'ratings'];
    return new Problem(
      'conflicting-roles',
      `the rows are either ${what} or steps of sequences; take one of the two away`,
      [key!],
    );
  }
  const roles = new Map([
    ...(target === undefined ? [] : [[target, 'the target'] as const]),
    ...(split && 'by' in split ? [[split.by, 'the split column'] as const] : []),
    ...(ignore ?? []).map((name) => [name, 'ignored'] as const),
  ]);
  const both = (name: string, own: string, other: string, at: CellPath) =>
    new Problem('conflicting-roles', `${name} is both ${own} and ${other}; take it from one of them`, at);
  for (const [i, name] of symbol.entries()) {
    const other = roles.get(name) ?? (name === id ? 'the id of the sequence' : undefined);
    if (other !== undefined) return both(name, 'a symbol', other, ['sequence', 'symbol', i]);
  }
  const idRole = id === undefined || roles.get(id) === 'ignored' ? undefined : roles.get(id);
  if (idRole !== undefined) return both(id!, 'the id of the sequence', idRole, ['sequence', 'id']);
  const orderRole = order === undefined ? undefined : order === id ? 'the id of the sequence' : roles.get(order);
  if (orderRole !== undefined && orderRole !== 'ignored')
    return both(order!, 'the order of the steps', orderRole, ['sequence', 'order']);
  const other = features?.findIndex((name) => !symbol.includes(name)) ?? -1;
  if (other < 0) return undefined;
  const message = `${features![other]} is a feature, and with sequences only the steps are read (${symbol.join(', ')}); take features away, or sequence`;
  return new Problem('conflicting-roles', message, ['features', other]);
}
