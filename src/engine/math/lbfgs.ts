import { dot } from './vectors';

/** A smooth function and its gradient. */
export type Objective = (x: Float64Array) => Promise<{ value: number; gradient: Float64Array }>;

export interface MinimiseOptions {
  /** Stop when no entry of the gradient is larger. */
  tolerance: number;
  maxIterations: number;
  /** Relative rounding error of the objective: smaller changes are noise. */
  precision: number;
  /** Applies a guess at the inverse Hessian, symmetric and positive definite, in place. Default: the identity. */
  precondition?: (gradient: Float64Array) => void;
}

/** The point after an iteration. */
export interface Iterate {
  iteration: number;
  x: Float64Array;
  value: number;
  /** Largest entry of |gradient|. */
  gradientNorm: number;
}

export interface Minimum extends Iterate {
  /** The gradient is within tolerance, or the objective cannot be told from its minimum in its own precision. */
  converged: boolean;
}

/** Pairs of steps and gradient changes that are remembered. */
const memory = 10;
const maxTrials = 40;
/** Wolfe's conditions: share of the promised decrease that must come, and of the slope that may remain. */
const sufficientDecrease = 1e-4;
const remainingSlope = 0.9;

interface Point {
  x: Float64Array;
  value: number;
  gradient: Float64Array;
}

/**
 * Unconstrained minimum by limited-memory BFGS with a bracketing line search (Nocedal and Wright 2006, algorithms 7.4,
 * 7.5 and 3.5); yields after every iteration, so that the caller can show it and stop.
 */
export async function* minimise(
  f: Objective,
  start: Float64Array,
  options: MinimiseOptions,
): AsyncGenerator<Iterate, Minimum> {
  let point: Point = { x: start, ...(await f(start)) };
  let pairs: Pair[] = [];
  let iteration = 0;
  const state = (): Iterate => ({
    iteration,
    x: point.x,
    value: point.value,
    gradientNorm: largestEntry(point.gradient),
  });
  while (!(largestEntry(point.gradient) <= options.tolerance)) {
    if (iteration === options.maxIterations) return { ...state(), converged: false };
    let direction = descent(point.gradient, pairs, options.precondition);
    if (!(dot(direction, point.gradient) < 0)) {
      pairs = [];
      direction = descent(point.gradient, pairs, options.precondition);
    }
    const next = await lineSearch(
      f,
      point,
      direction,
      pairs.length === 0 && !options.precondition ? firstStep(point.gradient) : 1,
      options.precision,
    );
    if (!next) {
      // curvature that no longer fits is forgotten; where steepest descent fails too, rounding hides the way down
      if (pairs.length === 0) return { ...state(), converged: state().gradientNorm <= Math.sqrt(options.precision) };
      pairs = [];
      continue;
    }
    const step = difference(next.x, point.x);
    const change = difference(next.gradient, point.gradient);
    const curvature = dot(step, change);
    if (curvature > 1e-12 * Math.sqrt(dot(step, step) * dot(change, change))) {
      pairs = [...pairs.slice(1 - memory), { step, change, curvature }];
    }
    point = next;
    iteration++;
    yield state();
  }
  return { ...state(), converged: true };
}

interface Pair {
  step: Float64Array;
  change: Float64Array;
  curvature: number;
}

/** -H g by the two-loop recursion, beginning with the scaled guess at the inverse Hessian. */
function descent(
  gradient: Float64Array,
  pairs: readonly Pair[],
  precondition: (vector: Float64Array) => void = () => {},
): Float64Array {
  const direction = gradient.map((value) => -value);
  const alphas = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, curvature } = pairs[i]!;
    alphas[i] = dot(step, direction) / curvature;
    addScaled(direction, -alphas[i]!, change);
  }
  precondition(direction);
  const last = pairs.at(-1);
  if (last) {
    const change = last.change.slice();
    precondition(change);
    const scale = last.curvature / dot(last.change, change);
    for (let j = 0; j < direction.length; j++) direction[j]! *= scale;
  }
  for (let i = 0; i < pairs.length; i++) {
    const { step, change, curvature } = pairs[i]!;
    addScaled(direction, alphas[i]! - dot(change, direction) / curvature, step);
  }
  return direction;
}

function firstStep(gradient: Float64Array): number {
  return Math.min(1, 1 / Math.sqrt(dot(gradient, gradient)));
}

/** A point along `direction` that meets Wolfe's conditions up to rounding; undefined if none was found. */
async function lineSearch(
  f: Objective,
  from: Point,
  direction: Float64Array,
  firstTrial: number,
  precision: number,
): Promise<Point | undefined> {
  const slope = dot(direction, from.gradient);
  const noise = 10 * precision * Math.abs(from.value);
  let low = 0;
  let lowValue = from.value;
  let lowSlope = slope;
  let high = Infinity;
  let trial = firstTrial;
  let best: Point | undefined;
  for (let i = 0; i < maxTrials; i++) {
    const x = from.x.slice();
    addScaled(x, trial, direction);
    const point: Point = { x, ...(await f(x)) };
    const pointSlope = dot(direction, point.gradient);
    const decreased = point.value <= from.value + sufficientDecrease * trial * slope + noise;
    if (!decreased || !Number.isFinite(pointSlope)) {
      high = trial;
      trial = Number.isFinite(point.value)
        ? inside(low, high, quadraticMinimum(low, lowValue, lowSlope, high, point.value))
        : (low + high) / 2;
    } else {
      if (point.value < from.value || largestEntry(point.gradient) < largestEntry((best ?? from).gradient))
        best = point;
      if (Math.abs(pointSlope) <= -remainingSlope * slope) return best;
      if (pointSlope > 0) high = trial;
      else {
        low = trial;
        lowValue = point.value;
        lowSlope = pointSlope;
      }
      trial = high === Infinity ? 2 * trial + (i === 0 ? trial : 0) : (low + high) / 2;
    }
    if (high - low < 1e-14 * high) break;
  }
  return best;
}

/** Where the parabola through (a, fa) with slope `slope` and (b, fb) is lowest. */
function quadraticMinimum(a: number, fa: number, slope: number, b: number, fb: number): number {
  const width = b - a;
  return a - (slope * width * width) / (2 * (fb - fa - slope * width));
}

/** `value`, kept away from both ends so that the bracket always shrinks. */
function inside(low: number, high: number, value: number): number {
  const margin = 0.1 * (high - low);
  return Number.isFinite(value) ? Math.min(high - margin, Math.max(low + margin, value)) : (low + high) / 2;
}

function largestEntry(values: Float64Array): number {
  let largest = 0;
  for (const value of values) if (!(Math.abs(value) <= largest)) largest = Math.abs(value);
  return largest;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!);
}

function addScaled(target: Float64Array, factor: number, values: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * values[i]!;
}
