import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { finite, unpackPoints } from './arrays';
import type { UnpackedPoints } from './arrays';
import { encode, encodeUnlabelled } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axisNames, baseLayout, classLegend, heading, legendOnly } from './panels';
import { planeAxes } from './planeAxes';
import { byClass, markers } from './scatter';

type LatentPath = FigureOf<'latent-path'>;

const lines = { path: 'through the latent space', straight: 'straight line' };

const plan = (figure: LatentPath, width: number) =>
  arrange({
    count: figure.panels.length,
    width,
    minWidth: 190,
    maxColumns: 3,
    panelHeight: (panelWidth) => Math.min(440, 0.75 * panelWidth),
    heading: 22,
    legend: [...figure.classes, ...Object.values(lines)],
  });

/** A line through the rows of the path, marked by the class that each is taken for, over faint real rows. */
export const latentPath: FigureRenderer<LatentPath> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const real = unpackPoints(figure.real);
    const realByClass = byClass(real, figure.classes.length);
    const layout = baseLayout(theme, arrangement, width, {
      annotations: figure.panels.map((panel, i) => heading(theme, arrangement, i, panel.model)),
    });
    const data = figure.panels.flatMap((panel, i): Bag[] => {
      Object.assign(layout, planeAxes(figure.plane, theme, arrangement, i));
      const names = axisNames(i);
      const axes = { showlegend: false, xaxis: names.x, yaxis: names.y };
      const rows = [...realByClass].map(([label, indices]) =>
        markers(theme, label, figure.classes[label] ?? 'no label', [
          { points: real, indices, size: 4.5, opacity: 0.3 },
        ]),
      );
      return [...rows, straightLine(figure, theme), pathLine(unpackPoints(panel.path), figure, theme)].map((trace) => ({
        ...trace,
        ...axes,
      }));
    });
    data.push(...classLegend(theme, figure.classes));
    data.push(legendOnly(lines.path, { mode: 'lines', line: pathStyle(theme) }));
    data.push(legendOnly(lines.straight, { mode: 'lines', line: straightStyle(theme) }));
    return { data, layout };
  },

  table(figure) {
    return {
      columns: ['model', 'place', figure.plane.x.feature, figure.plane.y.feature, 'class'],
      rows: figure.panels.flatMap(({ model, path }) => {
        const { x, y, label } = unpackPoints(path);
        return Array.from(x, (value, i) => [model, i, value, y[i]!, figure.classes[label[i]!] ?? null]);
      }),
    };
  },
};

function pathLine({ x, y, label }: UnpackedPoints, { classes }: LatentPath, theme: FigureTheme): Bag {
  const looks = Array.from(label, (k) => (k >= 0 && k < classes.length ? encode(theme, k) : encodeUnlabelled(theme)));
  return {
    type: 'scatter',
    mode: 'lines+markers',
    x: Array.from(x, finite),
    y: Array.from(y, finite),
    line: pathStyle(theme),
    marker: {
      color: looks.map(({ colour }) => colour),
      symbol: looks.map(({ symbol }) => symbol),
      size: looks.map((_, i) => (i === 0 || i === looks.length - 1 ? 12 : 8)),
      line: { color: theme.ink, width: 1 },
    },
    hoverinfo: 'x+y',
  };
}

function straightLine({ straight }: LatentPath, theme: FigureTheme): Bag {
  return {
    type: 'scatter',
    mode: 'lines',
    x: Array.from(unpack(straight.x), finite),
    y: Array.from(unpack(straight.y), finite),
    line: straightStyle(theme),
    hoverinfo: 'skip',
  };
}

const pathStyle = (theme: FigureTheme): Bag => ({ color: theme.ink, width: theme.highContrast ? 2.5 : 1.6 });
const straightStyle = (theme: FigureTheme): Bag => ({ color: theme.muted, width: 1.4, dash: 'dash' });
