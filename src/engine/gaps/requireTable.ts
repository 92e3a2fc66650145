import type { Dataset } from '../../data/dataset';
import { Problem } from '../../data/problem';

/** Throws a `Problem` for data whose rows are no rows of features: a step of a sequence, or who rated what. */
export function requireTable({ sequence, ratings }: Dataset, verb: string): void {
  if (!sequence && !ratings) return;
  const [role, hint] = sequence
    ? ['sequence', 'the steps of a sequence depend on each other; run it on a table without a sequence']
    : ['ratings', 'what is missing there is predicted by `recommend: matrix-factorization`'];
  throw new Problem('unsuitable-data', `${verb} works on columns of numbers and categories, cell by cell: ${hint}`, [
    role,
  ]);
}
