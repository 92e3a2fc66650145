import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { finite, unpackPoints } from './arrays';
import type { UnpackedPoints } from './arrays';
import { encode, encodeUnlabelled } from './encoding';
import type { Bag, FigureRenderer } from './figure';
import { arrange, axisNames, baseLayout, classLegend, heading, legendOnly } from './panels';
import { planeAxes } from './planeAxes';
import { byClass, markers } from './scatter';
import { escapeText, shorten } from './text';

type CompletedRows = FigureOf<'completed-rows'>;
type Panel = CompletedRows['panels'][number];

const rowKinds = { real: 'complete row', completed: 'completed row, bar: 1 sd' };
/** Completed rows drawn in a panel; bars hide each other beyond. */
const mostCompleted = 300;

const plan = (figure: CompletedRows, width: number) =>
  arrange({
    count: figure.panels.length,
    width,
    minWidth: 190,
    maxColumns: 3,
    panelHeight: (panelWidth) => Math.min(440, 0.75 * panelWidth),
    heading: 22,
    legend: [...figure.classes, rowKinds.real, rowKinds.completed],
  });

/** Completed rows (open markers, with bars of one standard deviation) over complete ones (small, filled, faint). */
export const completedRows: FigureRenderer<CompletedRows> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const real = unpackPoints(figure.real);
    const realByClass = byClass(real, figure.classes.length);
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, {
      annotations: figure.panels.map((panel, i) => heading(theme, arrangement, i, panel.model)),
    });
    figure.panels.forEach((panel, i) => {
      const names = axisNames(i);
      const axes = { showlegend: false, xaxis: names.x, yaxis: names.y };
      for (const [label, indices] of realByClass) {
        const layers = [{ points: real, indices, size: 4.5, opacity: 0.4 }];
        data.push({ ...markers(theme, label, nameOf(figure, label), layers), ...axes });
      }
      const { completed, spreadX, spreadY } = unpackPanel(panel);
      for (const [label, indices] of byClass(completed, figure.classes.length, mostCompleted)) {
        if (indices.length === 0) continue;
        const { colour, symbol } = label < 0 ? encodeUnlabelled(theme) : encode(theme, label);
        const bar = (spread: Float64Array): Bag => ({
          type: 'data',
          array: indices.map((r) => finite(spread[r]!)),
          color: colour,
          thickness: theme.highContrast ? 2 : 1,
          width: 0,
        });
        data.push({
          type: 'scatter',
          mode: 'markers',
          name: escapeText(shorten(nameOf(figure, label), 28)),
          legendgroup: `class ${label}`,
          x: indices.map((r) => finite(completed.x[r]!)),
          y: indices.map((r) => finite(completed.y[r]!)),
          error_x: bar(spreadX),
          error_y: bar(spreadY),
          marker: { color: colour, symbol: `${symbol}-open`, size: 8, line: { color: colour, width: 1.6 } },
          hoverinfo: 'x+y+name',
          ...axes,
        });
      }
      Object.assign(layout, planeAxes(figure.plane, theme, arrangement, i));
    });
    data.push(...classLegend(theme, figure.classes));
    data.push(legendOnly(rowKinds.real, { mode: 'markers', marker: { size: 5, color: theme.muted, opacity: 0.6 } }));
    data.push(
      legendOnly(rowKinds.completed, {
        mode: 'markers',
        marker: { size: 8, color: theme.muted, symbol: 'circle-open', line: { width: 1.6 } },
      }),
    );
    return { data, layout };
  },

  table(figure) {
    const { x, y } = figure.plane;
    return {
      columns: ['model', x.feature, y.feature, `spread of ${x.feature}`, `spread of ${y.feature}`, 'class'],
      rows: figure.panels.flatMap((panel) => {
        const { completed, spreadX, spreadY } = unpackPanel(panel);
        return Array.from(completed.x, (value, r) => [
          panel.model,
          value,
          completed.y[r]!,
          spreadX[r]!,
          spreadY[r]!,
          figure.classes[completed.label[r]!] ?? null,
        ]);
      }),
    };
  },
};

function nameOf(figure: CompletedRows, label: number): string {
  return figure.classes[label] ?? 'no class';
}

/** Throws a `RangeError` where the arrays differ in length. */
function unpackPanel(panel: Panel): { completed: UnpackedPoints; spreadX: Float64Array; spreadY: Float64Array } {
  const completed = unpackPoints(panel.completed);
  const spreadX = unpack(panel.spreadX);
  const spreadY = unpack(panel.spreadY);
  if (spreadX.length !== completed.x.length || spreadY.length !== completed.x.length)
    throw new RangeError(`${completed.x.length} rows with ${spreadX.length} and ${spreadY.length} spreads`);
  return { completed, spreadX, spreadY };
}
