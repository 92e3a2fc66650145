import type { FigureOf } from '../../src/protocol/figures';
import { judgedColours, manifoldLines } from './adversarialMap';
import { finite, rowsOf, ticks, unpackMaps, unpackPoints } from './arrays';
import { withAlpha } from './colour';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axisNames, baseLayout, classLegend, heading, legendOnly } from './panels';
import { planeAxes } from './planeAxes';
import { colourBar, scaleBand, scaleTitle } from './scalarMap';
import { byClass, markers } from './scatter';

type Adversarial = FigureOf<'adversarial'>;
type Panel = Adversarial['panels'][number];

const words = { grid: "generator's grid", real: 'real row' };
const levels = { low: 0, high: 1, values: [0, 0.25, 0.5, 0.75, 1], words: ['0: generated', '', '0.5', '', '1: real'] };

const plan = (figure: Adversarial, width: number) =>
  arrange({
    count: figure.panels.length,
    width,
    minWidth: 210,
    maxColumns: 3,
    panelHeight: (panelWidth) => Math.min(440, 0.8 * panelWidth),
    heading: figure.panels.some(({ slice }) => slice) ? 38 : 22,
    legend: [...shownClasses(figure), ...Object.values(words)],
    band: scaleBand,
  });

/** One panel per model and class: shades of the discriminator, the class's real rows, the generator's grid over both. */
export const adversarial: FigureRenderer<Adversarial> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const real = unpackPoints(figure.real);
    const realByClass = byClass(real, figure.classes.length);
    const { classes, plane } = figure;
    const several = classes.length > 1;
    const quantity = several ? 'P(real | x, class)' : 'P(real | x)';
    const layout = baseLayout(theme, arrangement, width, {
      annotations: [
        ...figure.panels.map(({ model, label, slice }, i) =>
          heading(theme, arrangement, i, model, several ? (classes[label] ?? '') : '', slice),
        ),
        scaleTitle(theme, arrangement, `${quantity} by the discriminator`),
      ],
    });
    const bar = colourBar(theme, arrangement, levels, judgedColours(theme), width);
    const data = figure.panels.flatMap((panel, i): Bag[] => {
      Object.assign(layout, planeAxes(plane, theme, arrangement, i));
      const names = axisNames(i);
      const indices = realByClass.get(panel.label) ?? [];
      const rows = markers(theme, panel.label, classes[panel.label] ?? 'no label', [
        { points: real, indices, size: 5, opacity: 0.75, outline: theme.background },
      ]);
      return [judgedTrace(figure, panel, bar, i === 0), rows, gridTrace(theme, panel)].map((trace) => ({
        ...trace,
        showlegend: false,
        xaxis: names.x,
        yaxis: names.y,
      }));
    });
    data.push(...classLegend(theme, shownClasses(figure)));
    data.push(legendOnly(words.grid, { mode: 'lines', line: gridLine(theme) }));
    data.push(legendOnly(words.real, { mode: 'markers', marker: { size: 6, color: theme.muted } }));
    return { data, layout };
  },

  table(figure) {
    const { plane, classes } = figure;
    const grid = gridTicks(figure);
    const named = ({ model, label }: Panel) => [model, classes[label] ?? null];
    return {
      columns: ['network', 'model', 'class', 'line', plane.x.feature, plane.y.feature, 'P(real | x)'],
      rows: figure.panels.flatMap((panel) => [
        ...manifoldLines(panel).flatMap(({ x, y }, line) =>
          Array.from(x, (value, i) => ['generator', ...named(panel), line, value, y[i]!, null]),
        ),
        ...Array.from(judgedMap(figure, panel), (p, i) => [
          'discriminator',
          ...named(panel),
          null,
          grid.x[i % plane.width]!,
          grid.y[Math.floor(i / plane.width)]!,
          p,
        ]),
      ]),
    };
  },
};

/** Classes are numbered as they are encoded: those before one that is shown are named too. */
function shownClasses({ classes, panels }: Adversarial): string[] {
  return classes.slice(0, Math.max(...panels.map(({ label }) => label)) + 1);
}

const gridTicks = ({ plane }: Adversarial) => ({
  x: ticks(plane.x.low, plane.x.high, plane.width),
  y: ticks(plane.y.low, plane.y.high, plane.height),
});

function judgedMap({ plane }: Adversarial, { judged }: Panel): Float64Array {
  return unpackMaps(judged, 1, plane.height, plane.width)[0]!;
}

/** The bar of all panels is that of the first. */
function judgedTrace(
  figure: Adversarial,
  panel: Panel,
  { cmin, cmax, colorscale, colorbar }: Bag,
  isFirst: boolean,
): Bag {
  return {
    type: 'heatmap',
    ...gridTicks(figure),
    z: rowsOf(judgedMap(figure, panel), figure.plane.height, figure.plane.width),
    zsmooth: 'fast',
    zmin: cmin!,
    zmax: cmax!,
    colorscale: colorscale!,
    showscale: isFirst,
    ...(isFirst ? { colorbar: colorbar! } : {}),
    name: 'P(real | x)',
    zhoverformat: '.2f',
    hoverinfo: 'z+name',
  };
}

/** All lines in one trace, apart by gaps. */
function gridTrace(theme: FigureTheme, panel: Panel): Bag {
  const lines = manifoldLines(panel);
  const along = (axis: 'x' | 'y') => lines.flatMap((line) => [...Array.from(line[axis], finite), null]);
  return { type: 'scatter', mode: 'lines', x: along('x'), y: along('y'), line: gridLine(theme), hoverinfo: 'skip' };
}

const gridLine = (theme: FigureTheme): Bag => ({
  color: withAlpha(theme.ink, theme.highContrast ? 0.9 : 0.6),
  width: theme.highContrast ? 1.3 : 0.9,
});
