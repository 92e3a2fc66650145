import type { FigureOf } from '../../src/protocol/figures';
import { gridTicks, planeMaps } from './planeMaps';
import type { PlaneMaps } from './planeMaps';
import { formatNumber } from './text';

type DecisionBoundary = FigureOf<'decision-boundary'>;

/** What one model says at one point; NaN where it does not know. */
export interface ModelReading {
  model: string;
  /** P(y | x). */
  posterior: number[];
  /** log p(x | y); absent: no density. */
  logDensity?: number[];
  /** log P(y). */
  logPrior?: number[];
  /** log p(x). */
  logEvidence?: number;
  /** Densities are this or less where they are no more than this. */
  floor: number;
}

/** What all models of a figure say at one point. */
export interface Reading {
  x: number;
  y: number;
  models: ModelReading[];
}

/** Reads a figure at its grid points. Throws a `RangeError` where its arrays are damaged. */
export class PlaneReader {
  private readonly maps: PlaneMaps[];
  private readonly ticks: { x: number[]; y: number[] };

  constructor(private readonly figure: DecisionBoundary) {
    this.maps = figure.panels.map((panel) => planeMaps(figure, panel));
    this.ticks = gridTicks(figure);
  }

  /** The grid point nearest to a place. */
  nearest({ x, y }: { x: number; y: number }): { column: number; row: number } {
    const { plane } = this.figure;
    const index = (value: number, { low, high }: { low: number; high: number }, count: number) =>
      clamp(high > low ? Math.round(((value - low) / (high - low)) * (count - 1)) : 0, count);
    return { column: index(x, plane.x, plane.width), row: index(y, plane.y, plane.height) };
  }

  /** At a grid point; beyond an edge, at the edge. */
  at(point: { column: number; row: number }): Reading {
    const { plane, panels } = this.figure;
    const column = clamp(point.column, plane.width);
    const row = clamp(point.row, plane.height);
    const i = row * plane.width + column;
    const models = this.maps.map(({ posterior, logDensity, logPrior, logEvidence, floor }, m) => ({
      model: panels[m]!.model,
      posterior: posterior.map((map) => map[i]!),
      ...(logDensity ? { logDensity: logDensity.map((map) => map[i]!) } : {}),
      ...(logPrior ? { logPrior: [...logPrior] } : {}),
      ...(logEvidence ? { logEvidence: logEvidence[i]! } : {}),
      floor,
    }));
    return { x: this.ticks.x[column]!, y: this.ticks.y[row]!, models };
  }
}

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}

/** A log density for people, with two decimals; `≤` where it may be less. */
export function formatLog(value: number | undefined, floor = -Infinity): string {
  if (value === undefined || Number.isNaN(value)) return '—';
  if (value === -Infinity) return '−∞';
  if (!Number.isFinite(value)) return '—';
  const text = Math.abs(value) < 1e6 ? value.toFixed(2).replace('-', '−') : formatNumber(value);
  return value <= floor + 1e-6 * Math.abs(floor) ? `≤ ${text}` : text;
}

/** Digits after the point that tell neighbours on a grid apart, and one more. */
export function decimalsOf({ low, high }: { low: number; high: number }, count: number): number {
  const step = (high - low) / Math.max(1, count - 1);
  return step > 0 ? Math.max(0, Math.min(12, Math.ceil(-Math.log10(step)) + 1)) : 3;
}
