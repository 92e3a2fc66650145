import type { FigureOf } from '../../src/protocol/figures';

type Panel = FigureOf<'bayes-ledger'>['panels'][number];

/** One bar: from where the one above ended. */
interface Bar {
  from: number;
  to: number;
  /** Its length; null: minus infinity. */
  value: number | null;
  /** It ends beyond the axis. */
  isCut: boolean;
}

export interface Steps {
  /** Of the rows: start, terms, total. */
  names: string[];
  /** For each class that is drawn, all rows but the last. */
  bars: Bar[][];
  totals: { at: number; value: number | null; isCut: boolean }[];
  /** Lowest and highest place that a bar reaches. */
  extent: [number, number];
  /** Of the numbers. */
  largest: number;
}

/** Terms that have a row of their own; the others share one. */
const mostTerms = 12;
/** What is so much less probable than the best, in nats, is beyond the axis: e^-30 is nothing. */
const depth = 30;
/** The terms of a row add up to its total up to this. */
const rounding = 1e-6;

/** The terms of a panel as bars that follow each other. */
export function steps(panel: Panel, classes: readonly number[]): Steps {
  const { start, total } = panel;
  const terms = drawnTerms(panel, classes);
  const names = [start.name, ...terms.map(({ name }) => name), total.name];
  const paths = classes.map((k) => {
    const values = [start.values[k] ?? null, ...terms.map(({ values: own }) => own[k] ?? null)];
    let sum = 0;
    return values.map((value) => {
      const from = sum;
      // what follows the impossible stays impossible
      sum = value === null ? -Infinity : sum + value;
      return { from, to: sum, value };
    });
  });
  const best = Math.max(...classes.map((k) => total.values[k] ?? -Infinity));
  const floor = (Number.isFinite(best) ? best : 0) - depth;
  const ends = paths.flat().flatMap(({ from, to }) => [from, to]);
  const low = Math.max(floor, Math.min(0, ...ends.filter(Number.isFinite)));
  const high = Math.max(0, ...ends.filter(Number.isFinite));
  const cut = (value: number) => Math.max(low, value);
  return {
    names,
    bars: paths.map((path) =>
      path.map(({ from, to, value }) => ({
        from: cut(from),
        to: cut(to),
        value,
        isCut: to < low - rounding && value !== null,
      })),
    ),
    totals: classes.map((k) => {
      const value = total.values[k] ?? null;
      return { at: cut(value ?? -Infinity), value, isCut: value !== null && value < low - rounding };
    }),
    extent: [low, high],
    largest: paths.flat().reduce((most, { value }) => Math.max(most, Math.abs(value ?? 0)), 0),
  };
}

/** The terms in their order; where there are many, those that tell the classes apart best, and the sum of the others. */
function drawnTerms({ terms }: Panel, classes: readonly number[]): Panel['terms'] {
  if (terms.length <= mostTerms) return terms;
  const spread = ({ values }: Panel['terms'][number]) => {
    const own = (classes.length > 0 ? classes : [...values.keys()]).map((k) => values[k] ?? -1e9);
    return Math.max(...own) - Math.min(...own);
  };
  const best = new Set([...terms].sort((a, b) => spread(b) - spread(a)).slice(0, mostTerms - 1));
  const rest = terms.filter((term) => !best.has(term));
  const values = terms[0]!.values.map((_, k) =>
    rest.reduce<number | null>((sum, { values: own }) => {
      const value = own[k] ?? null;
      return sum === null || value === null ? null : sum + value;
    }, 0),
  );
  return [...terms.filter((term) => best.has(term)), { name: `${rest.length} others`, values }];
}
