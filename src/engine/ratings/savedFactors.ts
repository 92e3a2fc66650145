import { matrix } from '../../data/matrix';
import type { Json } from '../../protocol/cards';
import { groupBy, regroup } from '../math/alternatingLeastSquares';
import { damaged, packExact, readArray, readCodes, readNotes } from '../models/shared/saved';
import type { FactorState } from './factorModel';
import type { Population } from './population';

/** What a file may ask room for: users, items and ratings; and the numbers in a vector, for which equations are solved. */
const most = { entries: 1 << 24, width: 101 };

/** Everything that was learned, as plain JSON. */
export function saveFactors({ factors, problem, noise, population, notes }: FactorState): { [name: string]: Json } {
  const { user, item } = factors;
  const { byUser, mean, lam, biases } = problem;
  const saved = (one: Population) => {
    const w = one.mean.length;
    return {
      mean: packExact(one.mean, [w]),
      covariance: packExact(one.covariance.data, [w, w]),
      givenContent: packExact(one.givenContent.data, [w, w]),
    };
  };
  const owner = Int32Array.from(byUser.value);
  for (let e = 0; e < user.rows; e++) owner.fill(e, byUser.start[e], byUser.start[e + 1]);
  return {
    sizes: [user.rows, item.rows, user.columns, byUser.value.length],
    biases,
    scalars: packExact(Float64Array.of(mean, lam, noise), [3]),
    user: packExact(user.data, [user.rows, user.columns]),
    item: packExact(item.data, [item.rows, item.columns]),
    users: saved(population.user),
    items: saved(population.item),
    raters: packExact(owner, [owner.length]),
    rated: packExact(byUser.other, [owner.length]),
    ratings: packExact(byUser.value, [owner.length]),
    notes,
  };
}

/** The inverse of `saveFactors`. Throws a `Problem` on a damaged state. */
export function readFactors(state: { [name: string]: Json }): FactorState {
  const sizes = state.sizes;
  const isSize = (size: Json) =>
    typeof size === 'number' && Number.isInteger(size) && size >= 0 && size <= most.entries;
  if (!Array.isArray(sizes) || sizes.length !== 4 || !sizes.every(isSize))
    throw damaged('its sizes are missing or too large');
  const [users, items, width, n] = sizes as [number, number, number, number];
  if (width > most.width) throw damaged(`it has vectors of ${width} numbers, expected at most ${most.width}`);
  const { biases } = state;
  if (typeof biases !== 'boolean' || (biases && width === 0)) throw damaged('its biases are missing');
  const readPopulation = (value: Json | undefined, what: string): Population => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(`${what} are missing`);
    const square = (name: string) =>
      matrix(width, width, readFinite(value[name], `${name} of ${what}`, [width, width]));
    return {
      mean: readFinite(value.mean, `mean of ${what}`, [width]),
      covariance: square('covariance'),
      givenContent: square('givenContent'),
    };
  };
  const raters = readCodes(state.raters, 'raters', [n], 0, users);
  const rated = readCodes(state.rated, 'rated', [n], 0, items);
  const ratings = readFinite(state.ratings, 'ratings', [n]);
  const [mean, lam, noise] = readFinite(state.scalars, 'scalars', [3]) as unknown as [number, number, number];
  if (!(Number.isFinite(mean) && lam > 0 && noise >= 0)) throw damaged('its mean, lam or noise is out of range');
  const byUser = groupBy(raters, rated, ratings, users);
  return {
    factors: {
      user: matrix(users, width, readFinite(state.user, 'user', [users, width])),
      item: matrix(items, width, readFinite(state.item, 'item', [items, width])),
    },
    problem: {
      byUser,
      byItem: regroup(byUser, items),
      mean,
      lam,
      biases,
    },
    noise,
    population: { user: readPopulation(state.users, 'users'), item: readPopulation(state.items, 'items') },
    notes: readNotes(state.notes),
  };
}

function readFinite(value: Json | undefined, what: string, shape: readonly number[]): Float64Array {
  const values = readArray(value, what, shape);
  if (!values.every(Number.isFinite)) throw damaged(`${what} holds values that are not finite`);
  return values;
}
