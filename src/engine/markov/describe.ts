import type { SequenceEncoding } from '../../data/sequenceEncoding';
import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { ResultTable } from '../../protocol/result';
import type { HiddenStates, StateChain } from '../model';
import type { TrainedModel } from '../training/trained';

/** Symbols of a state that its table tells of. */
const mostSymbols = 50;
/** Steps over which the share of each state is averaged. */
const longRun = 2000;

/** A model with hidden states, and what its steps are. */
export interface StateModel {
  model: TrainedModel;
  hidden: HiddenStates;
  sequence: SequenceEncoding;
}

export function stateModels(models: readonly TrainedModel[]): StateModel[] {
  return models.flatMap((model) => {
    const { hidden } = model.fitted;
    const sequence = model.facts.encoding.features[0]?.sequence;
    return hidden && sequence ? [{ model, hidden, sequence }] : [];
  });
}

/** Letters, then numbers: states have no names of their own. */
export function stateNames(count: number): string[] {
  return Array.from({ length: count }, (_, s) => (s < 26 ? String.fromCharCode(65 + s) : String(s + 1)));
}

/**
 * - `states`: model, class, state, start (P of being the first), share (of the time, in the long run), stay (P of staying
 *   for the next step), duration (mean number of steps of a stay, null of a single state), emits;
 * - `transitions`: model, class, from, to, probability;
 * - `emissions`: model, class, state, symbol, probability; of numbers: model, class, state, column, mean, sd.
 */
export function stateTables(models: readonly TrainedModel[]): ResultTable[] {
  const described = stateModels(models);
  if (described.length === 0) return [];
  const each = (rows: (of: StateModel, chain: StateChain, label: string, states: string[]) => ResultTable['rows']) =>
    described.flatMap((of) =>
      of.hidden.chains.flatMap((chain, k) =>
        rows(of, chain, of.model.facts.target.classes[k]!, stateNames(chain.start.length)),
      ),
    );
  const areSymbols = described[0]!.sequence.symbols !== undefined;
  return [
    {
      name: 'states',
      columns: ['model', 'class', 'state', 'start', 'share', 'stay', 'duration', 'emits'],
      rows: each((of, chain, label, states) => {
        const shares = shareOfTime(chain);
        return states.map((state, s) => {
          const stay = rowOf(chain.transition, s)[s]!;
          return [
            of.model.name,
            label,
            state,
            chain.start[s]!,
            shares[s]!,
            stay,
            states.length === 1 ? null : 1 / Math.max(1 - stay, 1e-12),
            emits(of, chain, s),
          ];
        });
      }),
    },
    {
      name: 'transitions',
      columns: ['model', 'class', 'from', 'to', 'probability'],
      rows: each(({ model }, chain, label, states) =>
        states.flatMap((from, r) =>
          states.map((to, s) => [model.name, label, from, to, rowOf(chain.transition, r)[s]!]),
        ),
      ),
    },
    {
      name: 'emissions',
      columns: areSymbols
        ? ['model', 'class', 'state', 'symbol', 'probability']
        : ['model', 'class', 'state', 'column', 'mean', 'sd'],
      rows: each((of, chain, label, states) =>
        states.flatMap((state, s) =>
          of.sequence.symbols
            ? ranked(rowOf(chain.symbols!, s))
                .slice(0, mostSymbols)
                .map((v) => [of.model.name, label, state, of.sequence.symbols![v]!, rowOf(chain.symbols!, s)[v]!])
            : of.sequence.names.map((column, j) => [
                of.model.name,
                label,
                state,
                column,
                ...momentsOf(of, chain, s, j),
              ]),
        ),
      ),
    },
  ];
}

/** Mean and standard deviation of a number in a state, in the units of the file. */
function momentsOf(
  { model }: StateModel,
  { means, deviations }: StateChain,
  state: number,
  column: number,
): [number, number] {
  const { mean, scale } = model.facts.encoding.columns[column]!;
  return [rowOf(means!, state)[column]! * scale + mean, rowOf(deviations!, state)[column]! * scale];
}

/** The likeliest symbols of a state, or its numbers. */
export function emits(of: StateModel, chain: StateChain, state: number): string {
  const { symbols, names } = of.sequence;
  if (symbols) {
    const shares = rowOf(chain.symbols!, state);
    const likely = ranked(shares)
      .slice(0, 3)
      .filter((v, place) => place === 0 || shares[v]! >= 0.05);
    return likely.map((v) => `${symbols[v]} ${Math.round(100 * shares[v]!)} %`).join(', ');
  }
  return names
    .slice(0, 5)
    .map((name, j) => {
      const [mean, sd] = momentsOf(of, chain, state, j);
      return `${name} ${short(mean)} ± ${short(sd)}`;
    })
    .join(', ');
}

/** How much of a long sequence each state has: the mean of P(s_t) over many steps, which exists for every chain. */
function shareOfTime({ start, transition }: { start: Float64Array; transition: Matrix }): Float64Array {
  const states = start.length;
  let now = start;
  const sum = new Float64Array(states);
  for (let t = 0; t < longRun; t++) {
    const before = now;
    now = now.map((_, s) => before.reduce((total, p, r) => total + p * rowOf(transition, r)[s]!, 0));
    // the first half is the way to the long run
    if (2 * t >= longRun) for (let s = 0; s < states; s++) sum[s]! += now[s]!;
  }
  const total = sum.reduce((all, value) => all + value, 0);
  return sum.map((value) => value / total);
}

/** Positions by falling value. */
export function ranked(values: Float64Array): number[] {
  return Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
