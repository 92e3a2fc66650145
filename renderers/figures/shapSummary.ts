import { unpack } from '../../src/protocol/packing';
import type { FigureOf } from '../../src/protocol/figures';
import { finite } from './arrays';
import { mix } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axisNames, baseLayout, heading, legendOnly, place } from './panels';
import { fittingCharacters, labelWidth, nameAxis, roomyRange, valueAxis } from './sideBars';
import { shorten } from './text';

type ShapSummary = FigureOf<'shap-summary'>;
type Panel = ShapSummary['panels'][number];

const mostFeatures = 20;
const stripHeight = 34;
/** Thirds of a feature's values, from low to high: told apart by shape as well as by colour. */
const thirds = ['low value', 'middle', 'high value', 'no order'];
const shapes = ['triangle-down', 'circle', 'triangle-up', 'diamond'];

const drawnFeatures = (figure: ShapSummary) => figure.features.slice(0, mostFeatures);

const plan = (figure: ShapSummary, width: number) =>
  arrange({
    count: figure.panels.length,
    width,
    minWidth: 240,
    maxColumns: 3,
    panelHeight: () => stripHeight * Math.max(1, drawnFeatures(figure).length) + 6,
    heading: 24,
    legend: thirds,
    left: Math.min(labelWidth(drawnFeatures(figure)), 0.36 * width),
    bottom: 46,
    ownTicks: true,
  });

/** A panel per model, a strip per feature: each point is a row, further right the more it adds to the class. */
export const shapSummary: FigureRenderer<ShapSummary> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const features = drawnFeatures(figure);
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, {
      annotations: figure.panels.map(({ model }, i) => heading(theme, arrangement, i, model)),
    });
    figure.panels.forEach((panel, i) => {
      const axes = axisNames(i);
      const { x, y, isLeft } = place(arrangement, i);
      const { values, places } = unpackPanel(figure, panel);
      const drawn = features.map((_, j) => values(figure.shown, j));
      const all = drawn.flatMap((own) => own.filter(Number.isFinite));
      const range = roomyRange(Math.min(0, ...all), Math.max(0, ...all), arrangement.panelWidth, [10, 10]);
      data.push({
        ...points(
          theme,
          drawn,
          features.map((_, j) => places(j)),
          range,
        ),
        xaxis: axes.x,
        yaxis: axes.y,
      });
      Object.assign(layout, {
        [axes.xaxis]: valueAxis(
          theme,
          `SHAP value for ${shorten(figure.classes[figure.shown] ?? '', 20)}, ${panel.scale}`,
          arrangement.panelWidth,
          {
            domain: x,
            anchor: axes.y,
            range,
            nticks: 5,
          },
        ),
        [axes.yaxis]: nameAxis(
          theme,
          features,
          { domain: y, anchor: axes.x, showticklabels: isLeft },
          fittingCharacters(arrangement.margin.l),
        ),
      });
    });
    thirds.forEach((name, third) =>
      data.push(
        legendOnly(name, {
          mode: 'markers',
          marker: { symbol: shapes[third]!, color: colourOf(theme, third < 3 ? third / 2 : NaN), size: 8 },
        }),
      ),
    );
    return { data, layout };
  },

  table(figure) {
    const rows = figure.panels.flatMap((panel) => {
      const { values, rows: count } = unpackPanel(figure, panel);
      return figure.classes.flatMap((label, k) =>
        figure.features.flatMap((name, j) => {
          const own = values(k, j);
          return Array.from({ length: count }, (_, i) => [panel.model, label, name, i, finite(own[i]!)]);
        }),
      );
    });
    return { columns: ['model', 'class', 'feature', 'row', 'SHAP value'], rows };
  },
};

function unpackPanel(figure: ShapSummary, { values, place: placed }: Panel) {
  const [classes, features, rows] = values.shape;
  if (classes !== figure.classes.length || features !== figure.features.length || rows === undefined)
    throw new RangeError(`SHAP values of shape [${values.shape}] for ${figure.features.length} features`);
  if (placed.shape[0] !== features || placed.shape[1] !== rows)
    throw new RangeError(`places of shape [${placed.shape}] for [${features},${rows}]`);
  const all = unpack(values);
  const shares = unpack(placed);
  return {
    rows,
    values: (k: number, j: number) => [...all.subarray((k * features + j) * rows, (k * features + j + 1) * rows)],
    places: (j: number) => [...shares.subarray(j * rows, (j + 1) * rows)],
  };
}

/** Points of all strips, pushed apart where they would hide each other. */
function points(theme: FigureTheme, values: number[][], places: number[][], [low, high]: [number, number]): Bag {
  const kept = values.flatMap((own, j) =>
    own.flatMap((value, i) => (Number.isFinite(value) ? [{ value, j, place: places[j]![i]!, i }] : [])),
  );
  const crowd = new Map<string, number>();
  const y = kept.map(({ value, j }) => {
    const bin = `${j}:${Math.round((60 * (value - low)) / (high - low))}`;
    const before = crowd.get(bin) ?? 0;
    crowd.set(bin, before + 1);
    // 0, 1, -1, 2, -2, ... of a ninth of half a strip
    const step = before % 2 === 0 ? -before / 2 : (before + 1) / 2;
    return j + Math.max(-0.42, Math.min(0.42, 0.055 * step));
  });
  return {
    type: 'scatter',
    mode: 'markers',
    x: kept.map(({ value }) => value),
    y,
    hovertemplate: '%{x:.3g}',
    showlegend: false,
    marker: {
      size: 5,
      symbol: kept.map(({ place: at }) => shapes[thirdOf(at)]!),
      color: kept.map(({ place: at }) => colourOf(theme, at)),
      line: { width: 0 },
    },
  };
}

function thirdOf(share: number): number {
  return Number.isNaN(share) ? 3 : Math.min(2, Math.floor(3 * share));
}

/** From the first colour (low) to the second one (high). */
function colourOf(theme: FigureTheme, share: number): string {
  return Number.isNaN(share) ? theme.muted : mix(encode(theme, 0).colour, encode(theme, 1).colour, share);
}
