import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisNames, baseLayout, heading, legendOnly, place } from './panels';
import { signedWriter } from './sideBars';
import { escapeText, formatNumber, shorten } from './text';
import { drawn, fontSize, mostCharacters, placedIn } from './placedWords';
import { textWidth } from './textFlow';
import type { Placed } from './textFlow';
import { tintRange, tints } from './wordTint';
import type { TintRange } from './wordTint';

type TextAttribution = FigureOf<'text-attribution'>;

const lineHeight = 28;
/** What says less than this share of the strongest word is not underlined. */
const leastUnderlined = 0.1;
const isSigned = ({ classes }: TextAttribution) => classes.length > 0;
const className = (figure: TextAttribution) => shorten(figure.classes[figure.shown] ?? '', 24);
const legendOf = (figure: TextAttribution) =>
  isSigned(figure)
    ? [`speaks for ${className(figure)}`, `speaks against ${className(figure)}`]
    : [`${shorten(figure.measure, 40)}: the stronger the more`];

/** The numbers of a model's segments for the class that is shown. */
function shownValues(figure: TextAttribution, panel: number): Float64Array {
  const count = figure.segments.length;
  const at = isSigned(figure) ? figure.shown * count : 0;
  return Float64Array.from(unpack(figure.panels[panel]!.values).subarray(at, at + count));
}

const margins = { left: 12, right: 10 };
const plan = (figure: TextAttribution, width: number) => {
  const { lines } = placedIn(figure, width - margins.left - margins.right);
  return arrange({
    count: figure.panels.length,
    width,
    minWidth: 200,
    maxColumns: 1,
    panelHeight: () => lines * lineHeight,
    heading: 42,
    legend: legendOf(figure),
    left: margins.left,
    bottom: 12,
  });
};

/** The text itself, once for each model; each word is tinted by its number and underlined as its sign says. */
export const textAttribution: FigureRenderer<TextAttribution> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const { words, placed, lines } = placedIn(figure, arrangement.panelWidth);
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, { barmode: 'overlay', dragmode: false });
    const headings: Bag[] = [];
    figure.panels.forEach(({ model, beside }, i) => {
      const values = shownValues(figure, i);
      const range = tintRange(values, isSigned(figure));
      const axes = axisNames(i);
      const where = { xaxis: axes.x, yaxis: axes.y };
      data.push({
        ...boxes(
          figure,
          theme,
          placed.filter(({ index }) => words[index]),
          values,
          range,
        ),
        ...where,
      });
      data.push({
        ...between(
          figure,
          theme,
          placed.filter(({ index }) => !words[index]),
        ),
        ...where,
      });
      for (const line of isSigned(figure) ? underlines(theme, placed, values, range.most) : [])
        data.push({ ...line, ...where });
      headings.push(heading(theme, arrangement, i, model, beside, rangeWords(range, figure.measure)));
      const { x, y } = place(arrangement, i);
      const hidden = { visible: false, fixedrange: true };
      Object.assign(layout, {
        [axes.xaxis]: axis(theme, { ...hidden, domain: x, anchor: axes.y, range: [0, arrangement.panelWidth] }),
        [axes.yaxis]: axis(theme, { ...hidden, domain: y, anchor: axes.x, range: [lines - 0.5, -0.5] }),
      });
    });
    legendOf(figure).forEach((name, side) => data.push(legendOnly(escapeText(name), sideLegend(theme, side))));
    return { data, layout: { ...layout, annotations: headings } };
  },

  table(figure) {
    const rows = figure.panels.flatMap(({ model, values }) => {
      const numbers = unpack(values);
      const labels = isSigned(figure) ? figure.classes : [null];
      return labels.flatMap((label, k) =>
        figure.segments.flatMap((segment, i) => {
          const value = numbers[k * figure.segments.length + i]!;
          return Number.isNaN(value) ? [] : [[model, label, i, segment, value]];
        }),
      );
    });
    return { columns: ['model', 'class', 'position', 'word', figure.measure], rows };
  },
};

function rangeWords({ least, most }: TintRange, measure: string): string {
  const full = `full colour: ${formatNumber(most, 3)}`;
  return `${least > 0 ? `no colour: ${formatNumber(least, 3)}, ` : ''}${full} (${measure})`;
}

function boxes(
  figure: TextAttribution,
  theme: FigureTheme,
  placed: readonly Placed[],
  values: Float64Array,
  range: TintRange,
): Bag {
  const write = isSigned(figure) ? signedWriter(range.most) : (value: number) => formatNumber(value, 3);
  const tintOf = tints(theme, range);
  const tint = placed.map(({ index }) => tintOf(values[index]!));
  return {
    type: 'bar',
    orientation: 'h',
    base: placed.map(({ x }) => x),
    x: placed.map(({ width }) => width),
    y: placed.map(({ line }) => line),
    width: 0.8,
    text: placed.map(({ index }) => escapeText(drawn(figure.segments[index]!))),
    textposition: 'inside',
    insidetextanchor: 'middle',
    textangle: 0,
    constraintext: 'none',
    insidetextfont: { color: tint.map(({ ink }) => ink), size: fontSize },
    hoverinfo: 'text',
    hovertext: placed.map(
      ({ index }) => `${escapeText(shorten(figure.segments[index]!, mostCharacters))}: ${write(values[index]!)}`,
    ),
    showlegend: false,
    marker: {
      color: tint.map(({ fill }) => fill),
      line: { width: 0 },
    },
  };
}

/** Commas and the like, which have no number. */
function between(figure: TextAttribution, theme: FigureTheme, placed: readonly Placed[]): Bag {
  return {
    type: 'scatter',
    mode: 'text',
    x: placed.map(({ index, x }) => x + textWidth(/^\s*/.exec(drawn(figure.segments[index]!))![0], fontSize)),
    y: placed.map(({ line }) => line),
    text: placed.map(({ index }) => escapeText(drawn(figure.segments[index]!).trim())),
    textposition: 'middle right',
    textfont: { color: theme.ink, size: fontSize },
    hoverinfo: 'skip',
    showlegend: false,
    cliponaxis: false,
  };
}

/** A line under what speaks for the class, dots under what speaks against it: colour is not all that tells them apart. */
function underlines(theme: FigureTheme, placed: readonly Placed[], values: Float64Array, most: number): Bag[] {
  return [0, 1].map((side) => {
    const own = placed.filter(({ index }) => {
      const value = values[index]! * (side === 0 ? 1 : -1);
      return value > 0 && value >= leastUnderlined * most;
    });
    return {
      type: 'scatter',
      mode: 'lines',
      x: own.flatMap(({ x, width }) => [x + 1, x + width - 1, null]),
      y: own.flatMap(({ line }) => [line + 0.38, line + 0.38, null]),
      line: {
        color: encode(theme, side).colour,
        width: theme.highContrast ? 3 : 2,
        dash: side === 0 ? 'solid' : 'dot',
      },
      hoverinfo: 'skip',
      showlegend: false,
      connectgaps: false,
    };
  });
}

function sideLegend(theme: FigureTheme, side: number): Bag {
  const { colour } = encode(theme, side);
  return {
    mode: 'lines',
    line: { color: colour, width: 8, dash: side === 0 ? 'solid' : 'dot' },
  };
}
