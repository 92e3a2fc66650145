import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { extent } from './arrays';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { withAlpha } from './colour';
import { arrange, axis, axisNames, axisTitle, baseLayout, classLegend, label, place } from './panels';
import { byClass, markers } from './scatter';
import { correlation } from './statistics';

type ScatterMatrix = FigureOf<'scatter-matrix'>;

/** Features drawn at once (the table has them all), markers in the whole matrix, and bins on its diagonal. */
const shownFeatures = 6;
const mostMarkers = 9000;
const bins = 24;

const shown = (figure: ScatterMatrix) => Math.min(shownFeatures, figure.features.length);

const plan = (figure: ScatterMatrix, width: number) => {
  const size = shown(figure);
  const gaps = 68 + 6 * (size - 1);
  const side = (width - gaps) / Math.max(1, size);
  // `minWidth: 0` and as many columns as features: always a square of panels
  return {
    ...arrange({
      count: size * size,
      width,
      minWidth: 0,
      maxColumns: size,
      panelHeight: () => Math.min(220, Math.max(70, 0.8 * side)),
      heading: 0,
      legend: figure.classes,
    }),
  };
};

interface Columns {
  values: Float64Array[];
  label: Float64Array;
}

/** One array per feature. Throws a `RangeError` where shapes do not agree. */
function columnsOf(figure: ScatterMatrix): Columns {
  const all = unpack(figure.values);
  const label = unpack(figure.label);
  const d = figure.features.length;
  if (all.length !== label.length * d)
    throw new RangeError(`${all.length} values for ${label.length} rows of ${d} features`);
  return { values: figure.features.map((_, j) => label.map((_, i) => all[i * d + j]!)), label };
}

/** Below the diagonal every pair of features, on it each feature's distribution by class, above it the correlation. */
export const scatterMatrix: FigureRenderer<ScatterMatrix> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const size = shown(figure);
    const columns = columnsOf(figure);
    const ranges = columns.values.map((values) => padded(extent(values) ?? [0, 1]));
    const most = Math.floor(mostMarkers / Math.max(1, (size * (size - 1)) / 2));
    const data: Bag[] = [];
    const annotations: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, { annotations });
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const index = row * size + column;
        const axes = axisNames(index);
        const where = { xaxis: axes.x, yaxis: axes.y };
        if (row > column)
          data.push(
            ...pair(figure, theme, columns, column, row, most).map((trace) => ({
              ...trace,
              ...where,
              showlegend: false,
            })),
          );
        else if (row === column)
          data.push(
            ...distribution(figure, theme, columns, row, ranges[row]!).map((trace) => ({
              ...trace,
              ...where,
              showlegend: false,
            })),
          );
        else annotations.push(correlationLabel(theme, columns, row, column, place(arrangement, index)));
        // nothing is drawn above the diagonal but a number
        if (row >= column) Object.assign(layout, matrixAxes(figure, theme, arrangement, row, column, ranges));
      }
    }
    data.push(...classLegend(theme, figure.classes));
    return { data, layout };
  },

  table(figure) {
    const { values, label } = columnsOf(figure);
    return {
      columns: [...figure.features, 'class'],
      rows: Array.from(label, (k, i) => [
        ...values.map((column) => (Number.isNaN(column[i]!) ? null : column[i]!)),
        figure.classes[k] ?? null,
      ]),
    };
  },
};

function pair(
  figure: ScatterMatrix,
  theme: FigureTheme,
  { values, label }: Columns,
  x: number,
  y: number,
  most: number,
): Bag[] {
  const points = { x: values[x]!, y: values[y]!, label };
  return [...byClass(points, figure.classes.length, most)].map(([k, indices]) =>
    markers(theme, k, figure.classes[k] ?? 'no label', [{ points, indices, size: 4, opacity: 0.6 }]),
  );
}

/** Each class's share of rows per bin. */
function distribution(
  figure: ScatterMatrix,
  theme: FigureTheme,
  { values, label }: Columns,
  feature: number,
  [low, high]: [number, number],
): Bag[] {
  return figure.classes.map((_, k) => {
    const counts = new Array<number>(bins).fill(0);
    let total = 0;
    values[feature]!.forEach((value, i) => {
      if (label[i] !== k || !Number.isFinite(value)) return;
      const bin = Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * bins)));
      counts[bin] = counts[bin]! + 1;
      total += 1;
    });
    const edges = Array.from({ length: bins + 1 }, (_, b) => low + ((high - low) * b) / bins);
    const { colour, dash } = encode(theme, k);
    return {
      type: 'scatter',
      mode: 'lines',
      legendgroup: `class ${k}`,
      x: [low, ...edges],
      y: [0, ...counts.map((count) => (total > 0 ? count / total : 0)), 0],
      line: { shape: 'hv', color: colour, width: 1.3, dash },
      fill: 'tozeroy',
      fillcolor: withAlpha(colour, theme.dark ? 0.2 : 0.14),
      hoverinfo: 'skip',
    };
  });
}

function matrixAxes(
  figure: ScatterMatrix,
  theme: FigureTheme,
  arrangement: ReturnType<typeof plan>,
  row: number,
  column: number,
  ranges: [number, number][],
): Bag {
  const size = shown(figure);
  const index = row * size + column;
  const axes = axisNames(index);
  const at = place(arrangement, index);
  const isDiagonal = row === column;
  const firstOfColumn = axisNames(column * size + column).x;
  const firstOfRow = axisNames(row * size).y;
  return {
    [axes.xaxis]: axis(theme, {
      domain: at.x,
      anchor: axes.y,
      range: ranges[column]!,
      showticklabels: row === size - 1,
      nticks: 4,
      ...(row === size - 1 ? { title: axisTitle(theme, figure.features[column]!, arrangement.panelWidth) } : {}),
      ...(firstOfColumn === axes.x ? {} : { matches: firstOfColumn }),
    }),
    [axes.yaxis]: axis(theme, {
      domain: at.y,
      anchor: axes.x,
      nticks: 4,
      showticklabels: column === 0 && !isDiagonal,
      ...(isDiagonal ? { ticks: '', rangemode: 'tozero' } : { range: ranges[row]! }),
      ...(column === 0 ? { title: axisTitle(theme, figure.features[row]!, arrangement.panelHeight) } : {}),
      ...(isDiagonal || firstOfRow === axes.y ? {} : { matches: firstOfRow }),
    }),
  };
}

function correlationLabel(
  theme: FigureTheme,
  { values }: Columns,
  row: number,
  column: number,
  at: ReturnType<typeof place>,
): Bag {
  const r = correlation(values[row]!, values[column]!);
  const middle = {
    x: (at.x[0] + at.x[1]) / 2,
    y: (at.y[0] + at.y[1]) / 2,
    xanchor: 'center',
    yanchor: 'middle',
    align: 'center',
  };
  return label(`<i>r</i> = ${Number.isFinite(r) ? r.toFixed(2).replace('-', '−') : '–'}`, {
    ...middle,
    font: { color: Math.abs(r) >= 0.5 ? theme.ink : theme.muted, size: 13 },
  });
}

function padded([low, high]: [number, number]): [number, number] {
  const pad = high > low ? 0.04 * (high - low) : 0.5;
  return [low - pad, high + pad];
}
