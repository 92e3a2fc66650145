import type { FigureOf } from '../../src/protocol/figures';
import { mix, readable } from './colour';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisNames, axisTitle, baseLayout, heading, place } from './panels';
import { escapeText, formatNumber, formatPercent, shorten } from './text';

type ConfusionMatrix = FigureOf<'confusion-matrix'>;

/** With more classes than this the cells are too small for numbers. */
const numberedClasses = 12;

const nameLength = (figure: ConfusionMatrix) =>
  Math.min(12, Math.max(3, ...figure.classes.map((name) => Array.from(name).length)));

function plan(figure: ConfusionMatrix, width: number) {
  return arrange({
    count: figure.models.length,
    width,
    minWidth: Math.max(170, Math.min(420, 44 * figure.classes.length)),
    maxColumns: 4,
    panelHeight: (panelWidth) => Math.min(panelWidth * 0.85, Math.max(130, 46 * figure.classes.length)),
    heading: 38,
    legend: [],
    left: 34 + nameLength(figure) * 6.6,
  });
}

/** Share of a true class as a colour, 0 = background to 1. */
function shade(theme: FigureTheme, share: number): string {
  return mix(theme.background, theme.dark ? '#56B4E9' : '#0072B2', 0.04 + 0.96 * share);
}

const shares = (row: number[]): number[] => {
  const total = row.reduce((sum, count) => sum + count, 0);
  return row.map((count) => (total > 0 ? count / total : 0));
};

/** One matrix per model: true classes down, predicted ones across, coloured by the share of the true class. */
export const confusionMatrix: FigureRenderer<ConfusionMatrix> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const size = figure.classes.length;
    const names = figure.classes.map((name) => escapeText(shorten(name, nameLength(figure))));
    const positions = figure.classes.map((_, i) => i);
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, {
      showlegend: false,
      annotations: figure.models.map(({ model, counts }, i) => {
        const correct = positions.reduce((sum, k) => sum + (counts[k]?.[k] ?? 0), 0);
        const total = counts.flat().reduce((sum, count) => sum + count, 0);
        return heading(theme, arrangement, i, model, '', total > 0 ? `${formatPercent(correct / total)} right` : '');
      }),
    });
    figure.models.forEach(({ counts }, i) => {
      const axes = axisNames(i);
      const at = place(arrangement, i);
      const where = { xaxis: axes.x, yaxis: axes.y };
      const z = positions.map((row) => shares(positions.map((column) => counts[row]?.[column] ?? 0)));
      const texts = z.map((row, trueClass) =>
        row.map(
          (share, predicted) =>
            `${formatNumber(counts[trueClass]?.[predicted] ?? 0, 9)} rows, ${formatPercent(share)} of ${names[trueClass]}<br>predicted ${names[predicted]}`,
        ),
      );
      data.push({
        type: 'heatmap',
        ...where,
        x: positions,
        y: positions,
        z,
        zmin: 0,
        zmax: 1,
        colorscale: [0, 0.5, 1].map((share) => [share, shade(theme, share)]),
        showscale: false,
        xgap: 1,
        ygap: 1,
        hoverinfo: 'text',
        text: texts,
      });
      if (size <= numberedClasses) data.push({ ...numbers(theme, z, counts, size), ...where });
      const tickLabels = {
        tickvals: positions,
        ticktext: names,
        tickfont: { color: theme.ink, size: 11 },
        ticks: '',
        fixedrange: true,
        mirror: true,
      };
      Object.assign(layout, {
        [axes.xaxis]: axis(theme, {
          ...tickLabels,
          domain: at.x,
          anchor: axes.y,
          range: [-0.5, size - 0.5],
          showticklabels: at.isBottom,
          tickangle: arrangement.panelWidth / size < nameLength(figure) * 6.6 ? -35 : 0,
          ...(at.isBottom ? { title: axisTitle(theme, 'predicted', arrangement.panelWidth) } : {}),
        }),
        [axes.yaxis]: axis(theme, {
          ...tickLabels,
          domain: at.y,
          anchor: axes.x,
          range: [size - 0.5, -0.5],
          showticklabels: at.isLeft,
          ...(at.isLeft ? { title: axisTitle(theme, 'true class', arrangement.panelHeight) } : {}),
        }),
      });
    });
    return { data, layout };
  },

  table(figure) {
    const rows = figure.models.flatMap(({ model, counts }) =>
      figure.classes.flatMap((trueClass, i) =>
        figure.classes.map((predicted, j) => [model, trueClass, predicted, counts[i]?.[j] ?? 0]),
      ),
    );
    return { columns: ['model', 'true class', 'predicted class', 'rows'], rows };
  },
};

/** The counts on the cells, each in the colour that reads best on its cell. */
function numbers(theme: FigureTheme, z: number[][], counts: number[][], size: number): Bag {
  const cells = Array.from({ length: size * size }, (_, i) => ({ row: Math.floor(i / size), column: i % size }));
  return {
    type: 'scatter',
    mode: 'text',
    x: cells.map(({ column }) => column),
    y: cells.map(({ row }) => row),
    text: cells.map(({ row, column }) => formatNumber(counts[row]?.[column] ?? 0, 9)),
    textfont: {
      color: cells.map(({ row, column }) => readable(shade(theme, z[row]![column]!))),
      size: size > 6 ? 10 : 13,
    },
    hoverinfo: 'skip',
    showlegend: false,
  };
}
