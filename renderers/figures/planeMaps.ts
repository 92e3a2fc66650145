import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { ticks, unpackMaps } from './arrays';

type DecisionBoundary = FigureOf<'decision-boundary'>;
type Panel = DecisionBoundary['panels'][number];

/** The maps of a panel, unpacked: per class, row 0 at the bottom. */
export interface PlaneMaps {
  posterior: Float64Array[];
  /** log p(x | y). */
  logDensity?: Float64Array[];
  /** log P(y): [classes]. */
  logPrior?: Float64Array;
  /** log p(x), where there are a density and priors. */
  logEvidence?: Float64Array;
  /** Densities are not told apart below this. */
  floor: number;
}

/** Places of the grid points along both axes. */
export function gridTicks({ plane }: DecisionBoundary): { x: number[]; y: number[] } {
  return {
    x: ticks(plane.x.low, plane.x.high, plane.width),
    y: ticks(plane.y.low, plane.y.high, plane.height),
  };
}

/** Throws a `RangeError` where a map has another shape. */
export function planeMaps({ classes, plane }: DecisionBoundary, panel: Panel): PlaneMaps {
  const { width, height } = plane;
  const posterior = unpackMaps(panel.posterior, classes.length, height, width);
  if (!panel.logDensity) return { posterior, floor: -Infinity };
  const logDensity = unpackMaps(panel.logDensity, classes.length, height, width);
  const floor = panel.logDensity.low ?? -Infinity;
  if (!panel.logPrior) return { posterior, logDensity, floor };
  const logPrior = unpack(panel.logPrior);
  if (logPrior.length !== classes.length) throw new RangeError(`${logPrior.length} priors; expected ${classes.length}`);
  return { posterior, logDensity, logPrior, logEvidence: logEvidence(logDensity, logPrior), floor };
}

/** log p(x) = log sum_y P(y) p(x | y) at every grid point. */
function logEvidence(logDensity: Float64Array[], logPrior: Float64Array): Float64Array {
  const length = logDensity[0]?.length ?? 0;
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    let most = -Infinity;
    for (let k = 0; k < logPrior.length; k++) most = Math.max(most, logDensity[k]![i]! + logPrior[k]!);
    let sum = 0;
    for (let k = 0; k < logPrior.length; k++) sum += Math.exp(logDensity[k]![i]! + logPrior[k]! - most);
    out[i] = most === -Infinity ? -Infinity : most + Math.log(sum);
  }
  return out;
}

/** Entropy of P(y | x) at every grid point, in bits: 0 where one class is certain, log2 K where all are alike. */
export function entropy(posterior: Float64Array[]): Float64Array {
  return Float64Array.from({ length: posterior[0]?.length ?? 0 }, (_, i) =>
    posterior.reduce((sum, map) => {
      const p = map[i]!;
      return p > 0 ? sum - p * Math.log2(p) : p === 0 ? sum : NaN;
    }, 0),
  );
}
