import type { FigureOf } from '../../src/protocol/figures';
import { extent } from './arrays';
import type { Hues } from './colourScale';
import { hueOf } from './colourScale';
import { encode } from './encoding';
import type { FigureTheme } from './figure';
import { entropy } from './planeMaps';
import type { PlaneMaps } from './planeMaps';
import { escapeText, formatNumber, shorten } from './text';

type DecisionBoundary = FigureOf<'decision-boundary'>;
export type ViewName = NonNullable<DecisionBoundary['view']>['show'];

/** One number at each grid point of each panel, in shades of one scale. */
export interface ScalarMap {
  /** Above the colour bar, escaped. */
  title: string;
  /** Undefined: a model that does not have this number. */
  values(maps: PlaneMaps): Float64Array | undefined;
  /** Ends of the scale, for the values of all panels. */
  range(all: Float64Array[]): [number, number];
  hues: Hues;
  /** Distance of the lines of equal value. */
  step(range: [number, number]): number;
  /** Whether numbers below the scale have its lowest colour. */
  open?: boolean;
}

export interface View {
  name: string;
  /** Whether there is anything to be seen of it. */
  isThere(figure: DecisionBoundary): boolean;
  /** Absent: regions or densities. */
  scalar?(figure: DecisionBoundary, theme: FigureTheme): ScalarMap;
}

/** Shades of log p(x) reach down to so many nats below the lowest of the panels' peaks. */
const depth = 9;

/** Everything that the panels of a decision boundary can show: one entry each. */
export const boundaryViews: { readonly [name in ViewName]: View } = {
  regions: { name: 'regions', isThere: () => true },
  posterior: {
    name: 'P(class | x)',
    isThere: ({ classes }) => classes.length > 1,
    scalar(figure, theme) {
      const label = viewedClass(figure);
      const hue = hueOf(encode(theme, label).colour);
      return {
        title: `P(${escapeText(shorten(figure.classes[label] ?? '', 28))} | x)`,
        values: ({ posterior }) => posterior[label],
        range: () => [0, 1],
        hues: { from: hue, to: hue },
        step: () => 0.1,
      };
    },
  },
  evidence: {
    name: 'log p(x)',
    isThere: ({ panels }) => panels.some(({ logDensity, logPrior }) => logDensity && logPrior),
    scalar: () => ({
      title: 'log p(x) in nats',
      values: ({ logEvidence }) => logEvidence,
      range(all) {
        const peaks = all.flatMap((values) => extent(values)?.[1] ?? []);
        return peaks.length > 0 ? [Math.min(...peaks) - depth, Math.max(...peaks)] : [-1, 0];
      },
      hues: { from: 105, to: 255 },
      step: ([low, high]) => niceStep((high - low) / 6),
      open: true,
    }),
  },
  entropy: {
    name: 'entropy of P(y | x)',
    isThere: ({ classes }) => classes.length > 1,
    scalar: ({ classes }) => ({
      title: 'entropy of P(y | x) in bits',
      values: ({ posterior }) => entropy(posterior),
      range: () => [0, Math.log2(Math.max(2, classes.length))],
      hues: { from: 85, to: 330 },
      step: ([low, high]) => niceStep((high - low) / 6),
    }),
  },
  densities: {
    name: 'densities p(x | class)',
    isThere: ({ panels }) => panels.some(({ logDensity }) => logDensity),
  },
};

/** What a figure shows; the default where what was saved is not there. */
export function viewOf(figure: DecisionBoundary): ViewName {
  const show = figure.view?.show ?? 'regions';
  return boundaryViews[show].isThere(figure) ? show : 'regions';
}

/** The class whose posterior is shown. */
export function viewedClass({ view, classes }: DecisionBoundary): number {
  return Math.min(view?.label ?? 0, Math.max(0, classes.length - 1));
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least * 0.999) ?? 10);
}

/** Values of lines and of ticks on the colour bar. */
export function levelsOf({ range, step, open }: ScalarMap, all: Float64Array[]) {
  const [low, high] = range(all);
  const size = step([low, high]);
  const start = Math.ceil(low / size - 1e-9) * size;
  const count = Math.floor((high - start) / size + 1e-9) + 1;
  const values = Array.from({ length: count }, (_, i) => Number((start + i * size).toPrecision(6)));
  const words = values.map((value, i) => `${open && i === 0 ? '≤ ' : ''}${formatNumber(value)}`);
  return { low: open ? start : low, high, size, values, words };
}
