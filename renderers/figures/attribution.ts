import type { FigureOf } from '../../src/protocol/figures';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axisNames, baseLayout, heading, legendOnly, place } from './panels';
import {
  fittingCharacters,
  labelWidth,
  nameAxis,
  numberRoom,
  roomyRange,
  rowHeight,
  signedWriter,
  valueAxis,
} from './sideBars';
import { escapeText, formatNumber, shorten } from './text';

type Attribution = FigureOf<'attribution'>;
type Panel = Attribution['panels'][number];

/** Features that are drawn; the table has all. */
const mostFeatures = 16;

const drawnFeatures = (figure: Attribution) => figure.features.slice(0, mostFeatures);
const labelOf = ({ name, value }: Attribution['features'][number]) =>
  value === undefined ? name : `${shorten(name, 20)} = ${shorten(value, 12)}`;
const className = (figure: Attribution) => shorten(figure.classes[figure.shown] ?? '', 24);
const legendOf = (figure: Attribution) => [`speaks for ${className(figure)}`, `speaks against ${className(figure)}`];

const plan = (figure: Attribution, width: number) =>
  arrange({
    count: figure.panels.length,
    width,
    minWidth: 210,
    maxColumns: 4,
    panelHeight: () => rowHeight * Math.max(1, drawnFeatures(figure).length) + 6,
    heading: 40,
    legend: legendOf(figure),
    ownTicks: true,
    left: Math.min(labelWidth(drawnFeatures(figure).map(labelOf), 36), 0.36 * width),
    bottom: 46,
  });

/** A panel per model and method: what each feature of the row adds to one class, signed, over the same features. */
export const attribution: FigureRenderer<Attribution> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const features = drawnFeatures(figure);
    const characters = fittingCharacters(arrangement.margin.l);
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, {
      annotations: figure.panels.map((panel, i) =>
        heading(theme, arrangement, i, panel.model, panel.method, belowHeading(panel, figure.shown)),
      ),
    });
    figure.panels.forEach((panel, i) => {
      const axes = axisNames(i);
      const { x, y, isLeft } = place(arrangement, i);
      const values = features.map((_, j) => panel.contributions[j]?.[figure.shown] ?? null);
      const present = values.map((value) => value ?? 0);
      const low = Math.min(0, ...present);
      const high = Math.max(0, ...present);
      data.push({ ...bars(theme, values, signedWriter(Math.max(high, -low))), xaxis: axes.x, yaxis: axes.y });
      Object.assign(layout, {
        [axes.xaxis]: valueAxis(theme, panel.scale, arrangement.panelWidth, {
          domain: x,
          anchor: axes.y,
          range: roomyRange(low, high, arrangement.panelWidth, [
            low < 0 ? numberRoom.some : numberRoom.none,
            numberRoom.some,
          ]),
          nticks: 4,
        }),
        [axes.yaxis]: nameAxis(
          theme,
          features.map(labelOf),
          { domain: y, anchor: axes.x, showticklabels: isLeft },
          characters,
        ),
      });
    });
    legendOf(figure).forEach((name, side) => data.push(legendOnly(escapeText(name), sideLegend(theme, side))));
    return { data, layout };
  },

  table(figure) {
    const rows = figure.panels.flatMap(({ model, method, scale, contributions }) =>
      figure.features.flatMap(({ name, value }, j) =>
        figure.classes.map((label, k) => [
          model,
          method,
          scale,
          name,
          value ?? null,
          label,
          contributions[j]?.[k] ?? null,
        ]),
      ),
    );
    return { columns: ['model', 'method', 'scale', 'feature', 'value', 'class', 'contribution'], rows };
  },
};

function belowHeading({ base, value, how }: Panel, shown: number): string {
  const from = base?.[shown];
  const to = value?.[shown];
  return from === undefined || to === undefined ? how : `from ${formatNumber(from, 3)} to ${formatNumber(to, 3)}`;
}

/** What speaks for the class is filled, what speaks against it is hatched. */
function bars(theme: FigureTheme, values: (number | null)[], write: (value: number) => string): Bag {
  const sides = values.map((value) => (value !== null && value < 0 ? 1 : 0));
  return {
    type: 'bar',
    orientation: 'h',
    x: values,
    y: values.map((_, j) => j),
    width: 0.62,
    text: values.map((value) => (value === null ? '' : write(value))),
    textposition: 'outside',
    textangle: 0,
    cliponaxis: false,
    constraintext: 'none',
    textfont: { color: theme.ink, size: 11 },
    hoverinfo: 'none',
    showlegend: false,
    marker: {
      color: sides.map((side) => withAlpha(encode(theme, side).colour, side === 0 ? 0.85 : 0.45)),
      line: { color: sides.map((side) => encode(theme, side).colour), width: 1 },
      pattern: { shape: sides.map((side) => (side === 0 ? '' : '/')), size: 6, solidity: 0.3 },
    },
  };
}

function sideLegend(theme: FigureTheme, side: number): Bag {
  const { colour } = encode(theme, side);
  return {
    mode: 'markers',
    marker: {
      symbol: side === 0 ? 'square' : 'square-open',
      color: colour,
      size: 11,
      line: { color: colour, width: 2 },
    },
  };
}
