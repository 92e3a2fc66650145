import type { FigureOf } from '../../src/protocol/figures';
import { finite } from './arrays';
import { withAlpha } from './colour';
import { boxAround, characterWidth, lineHeight, placeText, spreadOut, wrapped } from './curveLabels';
import type { Box, Point } from './curveLabels';
import { curveScale } from './curveScale';
import type { CurveScale } from './curveScale';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisTitle, baseLayout, label } from './panels';
import type { PanelPlan } from './panels';
import { escapeText, shorten } from './text';

type Curves = FigureOf<'curves'>;
type Series = Curves['series'][number];

/** Names stand at the ends of lines where the figure is this wide and has no more lines; else in a legend. */
const direct = { width: 620, lines: 8, characters: 36, leader: 16 };
/** Lines with more points have no markers. */
const mostMarkers = 30;
/** With fewer pixels or more marks than this, marks are numbered and their words stand below. */
const beside = { width: 480, marks: 3 };
/** Where the words below begin, in pixels under the axis. */
const belowAxis = 46;

interface Plan {
  arrangement: PanelPlan;
  /** Names stand at the ends of lines. */
  isDirect: boolean;
  /** Lines of text below that explain numbered marks; none where words stand at the marks. */
  list: string[];
}

function plan(figure: Curves, width: number): Plan {
  const names = figure.series.map(({ name }) => name);
  const isDirect = width >= direct.width && names.length <= direct.lines;
  const longest = Math.max(0, ...names.map((name) => shorten(name, direct.characters).length));
  const room = isDirect ? Math.round(longest * characterWidth + direct.leader + 8) : 0;
  const arrangement = arrange({
    count: 1,
    width: width - room,
    minWidth: 200,
    maxColumns: 1,
    panelHeight: (panelWidth) => Math.min(380, Math.max(220, 0.55 * panelWidth)),
    heading: 0,
    legend: isDirect ? [] : names,
  });
  const list = figure.marks.length > beside.marks || width < beside.width ? listOf(figure, width) : [];
  const below = list.length === 0 ? 0 : list.length * lineHeight + 4;
  const { margin, height } = arrangement;
  return {
    arrangement: {
      ...arrangement,
      margin: { ...margin, r: margin.r + room, b: margin.b + below },
      height: height + below,
    },
    isDirect,
    list,
  };
}

function listOf({ marks }: Curves, width: number): string[] {
  return marks.flatMap(({ text }, i) => {
    const lines = wrapped(shorten(text, 120), Math.floor((width - 40) / characterWidth));
    return lines.map((part, k) => (k === 0 ? `${i + 1}: ${part}` : part));
  });
}

/** Lines with bands: colour by group, dashes and markers within a group; what they tend to, and marks with words. */
export const curves: FigureRenderer<Curves> = {
  height: (figure, width) => plan(figure, width).arrangement.height,

  spec(figure, theme, width) {
    const { arrangement, isDirect, list } = plan(figure, width);
    const scale = curveScale(figure, { width: arrangement.panelWidth, height: arrangement.panelHeight });
    const looks = looksOf(figure.series);
    const each = (draw: (series: Series, look: Look, index: number) => Bag[]) =>
      figure.series.flatMap((series, i) => draw(series, looks[i]!, i));
    return {
      data: [
        ...each((series, look) => band(theme, series, look, figure.series.length)),
        ...each((series, look) => asymptote(theme, series, look, scale)),
        ...each((series, look, i) => [line(theme, series, look, i)]),
        ...markRings(theme, figure, list.length > 0),
      ],
      layout: baseLayout(theme, arrangement, width, {
        ...(isDirect ? { showlegend: false } : {}),
        xaxis: axis(theme, { title: axisTitle(theme, figure.x.title, arrangement.panelWidth), ...scale.xaxis }),
        yaxis: axis(theme, {
          title: axisTitle(theme, figure.y.title, arrangement.panelHeight),
          ...scale.yaxis,
          showgrid: true,
          gridcolor: theme.line,
          griddash: 'dot',
        }),
        annotations: [
          ...(isDirect ? endLabels(theme, figure.series, looks, scale) : []),
          ...(list.length > 0 ? listTexts(theme, list) : markTexts(theme, figure, scale)),
        ],
      }),
    };
  },

  table(figure) {
    const rows = figure.series.flatMap(({ name, x, y, low, high }) =>
      x.map((value, i) => [name, value, y[i] ?? null, low?.[i] ?? null, high?.[i] ?? null]),
    );
    return { columns: ['line', figure.x.title, figure.y.title, 'low', 'high'], rows };
  },
};

/** Index of the colour, and of dash and marker, of each line. */
interface Look {
  colour: number;
  dash: number;
}

function looksOf(series: readonly Series[]): Look[] {
  const groupOf = ({ group, name }: Series) => group ?? name;
  const groups = [...new Set(series.map(groupOf))];
  return series.map((one, i) => {
    const isMate = (other: Series) => groupOf(other) === groupOf(one);
    const colour = groups.indexOf(groupOf(one));
    return { colour, dash: series.filter(isMate).length === 1 ? colour : series.slice(0, i).filter(isMate).length };
  });
}

function line(theme: FigureTheme, { name, x, y }: Series, look: Look, index: number): Bag {
  const { colour } = encode(theme, look.colour);
  const { dash, symbol } = encode(theme, look.dash);
  return {
    type: 'scatter',
    mode: x.length === 1 ? 'markers' : x.length > mostMarkers ? 'lines' : 'lines+markers',
    name: escapeText(shorten(name, 40)),
    legendgroup: `line ${index}`,
    x: x.map(finite),
    y: x.map((_, i) => finite(y[i] ?? NaN)),
    line: { color: colour, dash, width: theme.highContrast ? 3 : 2.25 },
    marker: { color: colour, symbol, size: theme.highContrast ? 8 : 7, line: { color: theme.background, width: 1 } },
    hovertemplate: '%{x}: %{y:.4g}',
  };
}

/** `lines`: how many there are in the picture; the more, the fainter. */
function band(theme: FigureTheme, { x, low, high }: Series, look: Look, lines: number): Bag[] {
  if (!low || !high || x.length < 2) return [];
  const edge = encode(theme, look.colour).colour;
  return [
    {
      type: 'scatter',
      mode: 'lines',
      x: [...x, ...[...x].reverse()].map(finite),
      y: [...x.map((_, i) => high[i] ?? NaN), ...x.map((_, i) => low[i] ?? NaN).reverse()].map(finite),
      fill: 'toself',
      fillcolor: withAlpha(edge, (theme.dark ? 0.18 : 0.13) * Math.min(1, 4 / lines)),
      line: { width: theme.highContrast && lines <= 3 ? 1 : 0, color: edge, dash: 'dot' },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

function asymptote(theme: FigureTheme, { asymptote: height, name }: Series, look: Look, { ends }: CurveScale): Bag[] {
  if (height === undefined) return [];
  return [
    {
      type: 'scatter',
      mode: 'lines',
      name: escapeText(shorten(name, 40)),
      x: ends,
      y: [height, height],
      line: { color: encode(theme, look.colour).colour, dash: 'dot', width: theme.highContrast ? 1.5 : 1 },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

/** Rings around the places that have words, or their numbers in the list below. */
function markRings(theme: FigureTheme, { marks }: Curves, numbered: boolean): Bag[] {
  if (marks.length === 0) return [];
  const ring = { color: theme.ink, width: theme.highContrast ? 2.5 : 1.75 };
  return [
    {
      type: 'scatter',
      mode: numbered ? 'markers+text' : 'markers',
      x: marks.map(({ x }) => finite(x)),
      y: marks.map(({ y }) => finite(y)),
      marker: numbered
        ? { symbol: 'circle', size: 17, color: theme.background, line: ring }
        : { symbol: 'circle-open', size: 14, color: theme.ink, line: ring },
      ...(numbered ? { text: marks.map((_, i) => String(i + 1)), textfont: { color: theme.ink, size: 11 } } : {}),
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

/** The words of numbered marks, below the axis. */
function listTexts(theme: FigureTheme, list: readonly string[]): Bag[] {
  return list.map((text, i) =>
    label(escapeText(text), {
      x: 0,
      y: 0,
      xanchor: 'left',
      yanchor: 'top',
      xshift: -30,
      yshift: -belowAxis - i * lineHeight,
      font: { color: theme.ink, size: 12 },
    }),
  );
}

/** The name of each line at its end, moved apart where they would touch. */
function endLabels(theme: FigureTheme, series: readonly Series[], looks: readonly Look[], scale: CurveScale): Bag[] {
  const ends = series.map(({ x, y }) => ({ x: x.at(-1), y: y[x.length - 1] }));
  const shown = [...series.keys()].filter((i) => ends[i]!.x !== undefined && ends[i]!.y !== undefined);
  const pixels = shown.map((i) => scale.toPixels(ends[i]!.x!, ends[i]!.y!));
  const heights = spreadOut(
    pixels.map(({ y }) => y),
    scale.frame.height,
  );
  return shown.map((i, k) => ({
    ...scale.place(ends[i]!.x!, ends[i]!.y!),
    text: escapeText(shorten(series[i]!.name, direct.characters)),
    xanchor: 'left',
    align: 'left',
    showarrow: true,
    arrowhead: 0,
    arrowwidth: theme.highContrast ? 1.5 : 1,
    arrowcolor: encode(theme, looks[i]!.colour).colour,
    standoff: 5,
    // from the end of the line to just outside of the frame
    ax: scale.frame.width - pixels[k]!.x + direct.leader - 4,
    ay: heights[k]! - pixels[k]!.y,
    borderpad: 1,
    font: { color: theme.ink, size: 12 },
  }));
}

/** The words of each mark where they hide least, with a line to their place. */
function markTexts(theme: FigureTheme, { marks, series }: Curves, scale: CurveScale): Bag[] {
  const inked = series.flatMap((one) => alongLine(one, scale));
  const places = marks.map(({ x, y }) => scale.toPixels(x, y));
  const taken: Box[] = places.map((place) => boxAround(place, { width: 16, height: 16 }));
  return marks.map(({ x, y, text }, i) => {
    const lines = wrapped(shorten(text, 90), 30);
    const size = {
      width: Math.max(...lines.map(({ length }) => length)) * characterWidth + 6,
      height: lines.length * lineHeight + 2,
    };
    const centre = placeText(places[i]!, size, scale.frame, inked, taken);
    taken.push(boxAround(centre, size));
    return {
      ...scale.place(x, y),
      text: lines.map(escapeText).join('<br>'),
      showarrow: true,
      arrowhead: 0,
      arrowcolor: theme.muted,
      arrowwidth: 1,
      standoff: 8,
      ax: centre.x - places[i]!.x,
      ay: centre.y - places[i]!.y,
      xanchor: 'center',
      yanchor: 'middle',
      borderpad: 2,
      font: { color: theme.ink, size: 12 },
      bgcolor: withAlpha(theme.background, 0.75),
    };
  });
}

/** Points of a line, near enough to each other that a text cannot lie between them. */
function alongLine({ x, y }: Series, scale: CurveScale): Point[] {
  const corners = x.flatMap((value, i) => (y[i] === undefined ? [] : [scale.toPixels(value, y[i]!)]));
  return corners.flatMap((corner, i) => {
    const before = corners[i - 1];
    if (!before) return [corner];
    const steps = Math.min(100, Math.max(1, Math.ceil(Math.hypot(corner.x - before.x, corner.y - before.y) / 8)));
    return Array.from({ length: steps }, (_, k) => ({
      x: before.x + ((corner.x - before.x) * (k + 1)) / steps,
      y: before.y + ((corner.y - before.y) * (k + 1)) / steps,
    }));
  });
}
