import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { stepsOf } from '../../data/sequenceEncoding';
import type { Density, Fitted, HiddenStates, Marginal, Sampler, StateChain } from '../model';
import { damaged, packExact, readArray, readCodes, readList, readNotes, readSizes } from '../models/shared/saved';
import type { SavedState } from '../models/shared/saved';
import type { ChainShape } from './baumWelch';
import { emissionKinds } from './emissions';
import type { EmissionKindName } from './emissions';
import { gaussianMoments } from './gaussianEmissions';
import { Passes } from './hiddenChain';
import type { HiddenChain } from './hiddenChain';

/** One hidden Markov model per class. */
export interface ChainClasses {
  /** log P(y): [K]. */
  logPrior: Float64Array;
  chains: HiddenChain[];
  shape: Omit<ChainShape, 'pseudocount' | 'ridge'>;
  /** Steps of the training sequences of each class. */
  lengths: Int32Array[];
  /** Columns of the rows that were learned from. */
  width: number;
  notes: string[];
}

/** All that follows from a hidden Markov model per class. The length of a sequence is given: it says nothing of its class. */
export function chainClasses(classes: ChainClasses): Fitted & Density & Sampler & Marginal {
  const { logPrior, chains, shape, lengths, width, notes } = classes;
  const { dims, states } = shape;
  const passes = new Passes();

  function logJoint(x: Matrix): Promise<Matrix> {
    const out = matrix(x.rows, chains.length);
    for (let i = 0; i < x.rows; i++) {
      const row = rowOf(x, i);
      const steps = stepsOf(row, dims);
      chains.forEach((chain, k) => {
        out.data[i * chains.length + k] = logPrior[k]! + passes.logDensity(chain, row, 0, steps);
      });
    }
    return Promise.resolve(out);
  }

  return {
    parameters:
      chains.length - 1 + chains.length * (states * states - 1 + states * emissionKinds[shape.kind].parameters(shape)),
    notes,
    exactCategories: true,
    logPrior,
    logJoint,
    // a step that was not observed says nothing of its state, and one after the end neither
    logJointMarginal: logJoint,
    sample(n, label, rng) {
      const { start, transition, emissions } = chains[label]!;
      const out = matrix(n, width);
      out.data.fill(NaN);
      for (let i = 0; i < n; i++) {
        const steps = lengths[label]![rng.integer(lengths[label]!.length)]!;
        let state = rng.choice(start);
        for (let t = 0; t < steps; t++) {
          emissions.draw(state, rng, out.data, i * width + t * dims);
          state = rng.choice(transition.subarray(state * states, (state + 1) * states));
        }
      }
      return Promise.resolve(out);
    },
    hidden: hiddenStates(classes, passes),
    save: () => save(classes),
    dispose() {},
  };
}

function hiddenStates({ chains, shape }: ChainClasses, passes: Passes): HiddenStates {
  const { states, dims } = shape;
  return {
    chains: chains.map(({ start, transition, emissions }): StateChain => ({
      start,
      transition: matrix(states, states, transition),
      ...(shape.kind === 'symbols' ? { symbols: emissions.table } : gaussianMoments(emissions, shape)),
    })),
    path: (x, label) => passes.path(chains[label]!, x, stepsOf(x, dims)),
  };
}

function save({ logPrior, chains, shape, lengths, width, notes }: ChainClasses): SavedState {
  const { states, dims, symbols, kind } = shape;
  return {
    kind,
    sizes: [chains.length, states, dims, width],
    symbols,
    // a class without rows has log prior -Infinity, which packed numbers keep
    logPrior: packExact(logPrior, [chains.length]),
    chains: chains.map(({ start, transition, emissions: { table } }, k) => ({
      start: packExact(start, [states]),
      transition: packExact(transition, [states, states]),
      emissions: packExact(table.data, [states, table.columns]),
      lengths: packExact(lengths[k]!, [lengths[k]!.length]),
    })),
    notes,
  };
}

/** The inverse of `save`. Throws `damaged-model`. */
export function restoreChainClasses(state: SavedState): Fitted {
  const [classes, states, dims, width] = readSizes(state.sizes, 'sizes');
  if (!classes || !states || !dims || !width) throw damaged('its sizes are missing');
  const kind = Object.keys(emissionKinds).find((name) => name === state.kind) as EmissionKindName | undefined;
  if (!kind) throw damaged(`unknown kind of emissions ${JSON.stringify(state.kind)}`);
  const { symbols } = state;
  if (typeof symbols !== 'number' || !Number.isInteger(symbols) || symbols < 0 || (kind === 'symbols') !== symbols > 0)
    throw damaged(`symbols is ${JSON.stringify(symbols)}`);
  const shape = { kind, states, dims, symbols };
  const saved = readList(state.chains, 'chains');
  if (saved.length !== classes) throw damaged(`it has ${saved.length} chains for ${classes} classes`);
  const lengths: Int32Array[] = [];
  const chains = saved.map((entry): HiddenChain => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw damaged('a chain is no mapping');
    const columns = emissionKinds[kind].width(shape);
    const table = matrix(states, columns, readArray(entry.emissions, 'emissions', [states, columns]));
    const shapeOfLengths = (entry.lengths as { shape?: unknown } | undefined)?.shape;
    const count = Array.isArray(shapeOfLengths) ? Number(shapeOfLengths[0]) : 0;
    if (count < 1) throw damaged('a chain has no lengths');
    lengths.push(readCodes(entry.lengths, 'lengths', [count], 0, width / dims + 1));
    return {
      states,
      start: probabilities(readArray(entry.start, 'start', [states])),
      transition: probabilities(readArray(entry.transition, 'transition', [states, states])),
      emissions: emissionsOf(kind, table, shape),
    };
  });
  return chainClasses({
    logPrior: readArray(state.logPrior, 'logPrior', [classes]),
    chains,
    shape,
    lengths,
    width,
    notes: readNotes(state.notes),
  });
}

function emissionsOf(kind: EmissionKindName, table: Matrix, shape: ChainClasses['shape']) {
  if (kind === 'symbols') probabilities(table.data);
  try {
    return emissionKinds[kind].make(table, shape);
  } catch {
    throw damaged('a covariance is not positive definite');
  }
}

function probabilities(values: Float64Array): Float64Array {
  if (values.some((value) => !(value > 0 && value <= 1))) throw damaged('a probability is not above 0 and at most 1');
  return values;
}
