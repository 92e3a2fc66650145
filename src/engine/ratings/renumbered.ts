import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Grouped } from '../math/alternatingLeastSquares';
import type { FittedRatings } from '../ratingModel';
import type { FactorState } from './factorModel';

/** A state with one user and one item more, the last of each: they stand for those that the model does not know. */
export function withStrangers(state: FactorState): FactorState {
  const { factors, problem, population } = state;
  return {
    ...state,
    strangers: true,
    factors: {
      user: withRow(factors.user, population.user.mean),
      item: withRow(factors.item, population.item.mean),
    },
    problem: { ...problem, byUser: withEmpty(problem.byUser), byItem: withEmpty(problem.byItem) },
  };
}

/**
 * A model for users and items that are numbered otherwise: number e here is number `user[e]` or `item[e]` there, -1 for
 * a stranger. It is saved as it was.
 *
 * @param extended the same with strangers
 */
export function renumbered(
  model: FittedRatings,
  extended: FittedRatings,
  user: Int32Array,
  item: Int32Array,
): FittedRatings {
  const inModel = (numbers: Int32Array, asked: ArrayLike<number>) =>
    Int32Array.from(asked, (e) => (e < 0 ? -1 : numbers[e]!));
  const { counts } = extended;
  const place = (numbers: Int32Array, { length }: Int32Array) => numbers.map((e) => (e < 0 ? length - 1 : e));
  const [users, items] = [place(user, counts.user), place(item, counts.item)];
  return {
    parameters: model.parameters,
    notes: model.notes,
    counts: { user: inModel(counts.user, users), item: inModel(counts.item, items) },
    predict: (u, i) => extended.predict(inModel(users, u), inModel(items, i)),
    predictWithSpread: (u, i) => extended.predictWithSpread(inModel(users, u), inModel(items, i)),
    sampleUsers(n, rng) {
      const all = extended.sampleUsers(n, rng);
      const out = matrix(n, items.length);
      for (let row = 0; row < n; row++) {
        const ratings = rowOf(all, row);
        rowOf(out, row).set(Float64Array.from(items, (e) => ratings[e]!));
      }
      return out;
    },
    itemMap: () => takeRows(extended.itemMap(), items),
    renumbered: (u, i) => model.renumbered(inModel(user, u), inModel(item, i)),
    save: () => model.save(),
  };
}

function withRow({ rows, columns, data }: Matrix, last: Float64Array): Matrix {
  const out = matrix(rows + 1, columns);
  out.data.set(data);
  out.data.set(last, data.length);
  return out;
}

/** One entity more, without ratings. */
function withEmpty({ start, ...ratings }: Grouped): Grouped {
  const longer = new Int32Array(start.length + 1);
  longer.set(start);
  longer[start.length] = start.at(-1)!;
  return { start: longer, ...ratings };
}
