import type { FigureOf } from '../../src/protocol/figures';
import { rowsOf, unpackMaps } from './arrays';
import { divergingScale, hueOf } from './colourScale';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisNames, baseLayout, heading, label, legendOnly, place } from './panels';
import type { PanelPlan } from './panels';
import { bitmapsOf } from './pictures';
import { hatchedPixels, outline } from './pixelLines';
import type { Pixels } from './pixelLines';
import { pngAddress } from './png';
import type { Bitmap } from './png';
import { escapeText, fit, formatNumber, shorten } from './text';

type ImageAttribution = FigureOf<'image-attribution'>;
type Panel = ImageAttribution['panels'][number];

/** Pixels. Panels are not wider, a picture of few lines stays visible, and what is written below panels has its band. */
const sizes = { widest: 230, least: 24, caption: 36, gap: 24 };
const tallest = 2;
/** What is below zero by less than this share of the largest is not hatched. */
const slight = 0.15;

const legendOf = ({ classes, shown }: ImageAttribution) => {
  const name = shorten(classes[shown] ?? '', 24);
  return classes.length === 0
    ? ['worse without it', 'better without it']
    : [`speaks for ${name}`, `speaks against ${name}`];
};

/** The picture, and beside it a map of its pixels per model and method, with the outline of the picture. */
export const imageAttribution: FigureRenderer<ImageAttribution> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const bitmap = shownPicture(figure);
    const drawn = brightness(bitmap);
    const scale = Math.max(1, Math.ceil(arrangement.panelWidth / bitmap.width));
    const data: Bag[] = [];
    const caption = figure.captions[figure.captions.length > 1 ? figure.shown : 0] ?? '';
    const annotations = [
      heading(theme, arrangement, 0, 'picture'),
      below(theme, arrangement, 0, [caption]),
      ...figure.panels.map((panel, i) => heading(theme, arrangement, i + 1, panel.model, '', panel.method)),
    ];
    const layout = baseLayout(theme, arrangement, width, {
      dragmode: false,
      images: [
        {
          source: pngAddress(bitmap, scale),
          ...{ xref: 'x', yref: 'y', x: 0, y: 0, xanchor: 'left', yanchor: 'top' },
          ...{ sizex: bitmap.width, sizey: bitmap.height, sizing: 'stretch', layer: 'below' },
        },
      ],
    });
    for (let i = 0; i <= figure.panels.length; i++) Object.assign(layout, panelAxes(theme, arrangement, i, bitmap));
    figure.panels.forEach((panel, i) => {
      const map = { ...drawn, values: mapOf(figure, panel) };
      const most = largest(map);
      const traces = [heat(theme, map, most), ...hatchedPixels(theme, map, -slight * most), ...outline(theme, drawn)];
      const { x, y } = axisNames(i + 1);
      for (const trace of traces) data.push({ ...trace, xaxis: x, yaxis: y });
      annotations.push(
        below(theme, arrangement, i + 1, [panel.below, `up to ${formatNumber(most, 2)} ${panel.scale}`]),
      );
    });
    legendOf(figure).forEach((name, side) => data.push(legendOnly(escapeText(name), sideLegend(theme, side))));
    // Plotly draws no axes of a panel without a trace
    data.push({ type: 'scatter', mode: 'markers', x: [null], y: [null], showlegend: false, hoverinfo: 'skip' });
    return { data, layout: { ...layout, annotations } };
  },

  table(figure) {
    const [, height = 0, width = 0] = figure.pictures.shape;
    const labels = figure.classes.length === 0 ? [null] : figure.classes;
    const rows = figure.panels.flatMap((panel) =>
      unpackMaps(panel.maps, labels.length, height, width).flatMap((map, k) =>
        Array.from(map, (value, at) => [
          panel.model,
          panel.method,
          panel.scale,
          labels[k] ?? null,
          Math.floor(at / width) + 1,
          (at % width) + 1,
          value,
        ]),
      ),
    );
    return { columns: ['model', 'method', 'scale', 'class', 'line', 'column', 'value'], rows };
  },
};

function plan(figure: ImageAttribution, width: number): PanelPlan {
  const count = figure.panels.length + 1;
  const [, lines = 1, columns = 1] = figure.pictures.shape;
  const used = Math.min(width, count * (sizes.widest + sizes.gap));
  const arranged = arrange({
    count,
    width: used,
    minWidth: 150,
    maxColumns: 6,
    panelHeight: (panelWidth) => Math.max(sizes.least, Math.min(tallest, lines / Math.max(1, columns)) * panelWidth),
    // between two rows of panels there is room for what is written below the upper ones, too
    heading: 40 + sizes.caption,
    legend: legendOf(figure),
    left: 10,
    bottom: 8 + sizes.caption,
  });
  const { margin, height } = arranged;
  return {
    ...arranged,
    margin: { ...margin, t: margin.t - sizes.caption, r: margin.r + width - used },
    height: height - sizes.caption,
  };
}

function shownPicture({ pictures, classes, shown }: ImageAttribution): Bitmap {
  const all = bitmapsOf(pictures);
  const bitmap = all[all.length > 1 ? shown : 0];
  if (!bitmap || (all.length > 1 && all.length !== classes.length))
    throw new RangeError(`${all.length} pictures of ${classes.length} classes`);
  return bitmap;
}

function brightness({ width, height, channels, bytes }: Bitmap): Pixels {
  const values = Array.from({ length: width * height }, (_, at) =>
    bytes.subarray(at * channels, (at + 1) * channels).reduce((sum, value) => sum + value, 0),
  );
  return { width, height, values };
}

function mapOf({ classes, shown, pictures }: ImageAttribution, { maps }: Panel): Float64Array {
  const [, height = 0, width = 0] = pictures.shape;
  const all = unpackMaps(maps, Math.max(1, classes.length), height, width);
  return all[Math.min(shown, all.length - 1)]!;
}

function largest({ values }: Pixels): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
}

/** The middle of the shades is zero; the strongest one is the largest number to either side. */
function heat(theme: FigureTheme, { width, height, values }: Pixels, most: number): Bag {
  const centres = (length: number) => Array.from({ length }, (_, i) => i + 0.5);
  const hue = (side: number) => hueOf(encode(theme, side).colour);
  const z = rowsOf(values, height, width);
  return {
    type: 'heatmap',
    x: centres(width),
    y: centres(height),
    z,
    zmin: -(most || 1),
    zmax: most || 1,
    colorscale: divergingScale(theme, { from: hue(1), to: hue(0) }),
    showscale: false,
    hoverinfo: 'text',
    text: z.map((line, y) =>
      line.map((value, x) => `line ${y + 1}, column ${x + 1}: ${value === null ? '–' : formatNumber(value, 3)}`),
    ),
  };
}

function panelAxes(theme: FigureTheme, arrangement: PanelPlan, index: number, { width, height }: Bitmap): Bag {
  const names = axisNames(index);
  const { x, y } = place(arrangement, index);
  const bare = { ticks: '', showticklabels: false, fixedrange: true };
  return {
    [names.xaxis]: axis(theme, { ...bare, domain: x, anchor: names.y, range: [0, width] }),
    [names.yaxis]: axis(theme, { ...bare, domain: y, anchor: names.x, range: [height, 0] }),
  };
}

/** Lines of words below a panel. */
function below(theme: FigureTheme, arrangement: PanelPlan, index: number, lines: string[]): Bag {
  const { x, y } = place(arrangement, index);
  const words = lines.map((line) => fit(line, arrangement.panelWidth, 5.6)).join('<br>');
  return label(words, {
    ...{ x: x[0], xanchor: 'left', y: y[0], yanchor: 'top', yshift: -3 },
    font: { color: theme.muted, size: 11 },
  });
}

/** As hatched as the map: what is below zero is so by more than its colour. */
function sideLegend(theme: FigureTheme, side: number): Bag {
  const { colour } = encode(theme, side);
  return {
    mode: 'markers',
    marker: {
      symbol: side === 0 ? 'square' : 'square-x',
      color: colour,
      size: 11,
      line: { color: theme.ink, width: side },
    },
  };
}
