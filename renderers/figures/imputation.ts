import { unpack } from '../../src/protocol/packing';
import type { FigureOf } from '../../src/protocol/figures';
import { extent, finite, thin } from './arrays';
import { encode } from './encoding';
import type { Bag, FigureRenderer } from './figure';
import { arrange, axis, axisNames, axisTitle, baseLayout, heading, legendOnly, place } from './panels';
import { escapeText, shorten } from './text';

type Imputation = FigureOf<'imputation'>;

/** Columns drawn, and cells drawn of each; the table has them all. */
const shown = { columns: 12, cells: 400 };
const diagonal = 'imputed = true';

const columnsOf = (figure: Imputation) => figure.columns.slice(0, shown.columns);

const plan = (figure: Imputation, width: number) =>
  arrange({
    count: columnsOf(figure).length,
    width,
    minWidth: 190,
    maxColumns: 3,
    panelHeight: (panelWidth) => Math.min(320, Math.max(170, 0.8 * panelWidth)),
    heading: 20,
    legend: [...figure.methods, diagonal],
    ownTicks: true,
  });

/** One panel per column: the true value along, the imputed one up, the line where both are equal. */
export const imputation: FigureRenderer<Imputation> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const columns = columnsOf(figure);
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, {
      annotations: columns.map(({ feature }, i) => heading(theme, arrangement, i, feature)),
    });
    columns.forEach((column, i) => {
      const names = axisNames(i);
      const at = place(arrangement, i);
      const truth = unpack(column.truth);
      const imputed = column.imputed.map(unpack);
      const [low, high] = extent(truth) ?? [0, 1];
      const cells = thin(truth.length, shown.cells);
      data.push({
        type: 'scatter',
        mode: 'lines',
        x: [low, high],
        y: [low, high],
        line: { color: theme.muted, width: theme.highContrast ? 2 : 1, dash: 'dot' },
        hoverinfo: 'skip',
        showlegend: false,
        xaxis: names.x,
        yaxis: names.y,
      });
      imputed.forEach((values, m) => {
        const { colour, symbol } = encode(theme, m);
        data.push({
          type: 'scatter',
          mode: 'markers',
          name: escapeText(shorten(figure.methods[m] ?? '', 28)),
          legendgroup: `method ${m}`,
          showlegend: false,
          x: cells.map((c) => finite(truth[c]!)),
          y: cells.map((c) => finite(values[c] ?? NaN)),
          marker: { color: colour, symbol, size: 5, opacity: 0.65 },
          hovertemplate: 'true %{x:.4g}, imputed %{y:.4g}',
          xaxis: names.x,
          yaxis: names.y,
        });
      });
      const isLeft = at.isLeft ? { title: axisTitle(theme, 'imputed', arrangement.panelHeight) } : {};
      const isBottom = at.isBottom ? { title: axisTitle(theme, 'true value', arrangement.panelWidth) } : {};
      Object.assign(layout, {
        [names.xaxis]: axis(theme, { domain: at.x, anchor: names.y, nticks: 5, ...isBottom }),
        [names.yaxis]: axis(theme, { domain: at.y, anchor: names.x, nticks: 5, ...isLeft }),
      });
    });
    figure.methods.forEach((method, m) => {
      const { colour, symbol } = encode(theme, m);
      data.push(
        legendOnly(escapeText(shorten(method, 28)), {
          mode: 'markers',
          legendgroup: `method ${m}`,
          marker: { color: colour, symbol, size: 8 },
        }),
      );
    });
    data.push(legendOnly(diagonal, { mode: 'lines', line: { color: theme.muted, width: 1, dash: 'dot' } }));
    return { data, layout };
  },

  table(figure) {
    const rows = figure.columns.flatMap((column) => {
      const truth = unpack(column.truth);
      const imputed = column.imputed.map(unpack);
      return Array.from(truth, (value, c) => [column.feature, value, ...imputed.map((values) => values[c] ?? null)]);
    });
    return { columns: ['column', 'true value', ...figure.methods], rows };
  },
};
