import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { extent, finite } from './arrays';
import type { UnpackedPoints } from './arrays';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisNames, axisTitle, baseLayout, classLegend, heading, place } from './panels';
import { byClass, markers } from './scatter';
import { escapeText, shorten } from './text';

type ItemMap = FigureOf<'item-map'>;
type Panel = ItemMap['panels'][number];

/** Names that are written on a panel, and the least share of its sides between two of them. */
const written = { most: 14, apart: { x: 0.2, y: 0.06 } };
const nameLength = 24;

const plan = (figure: ItemMap, width: number) =>
  arrange({
    count: figure.panels.length,
    width,
    minWidth: 300,
    maxColumns: 2,
    panelHeight: (panelWidth) => Math.min(460, 0.75 * panelWidth),
    heading: figure.panels.length > 1 ? 22 : 0,
    legend: figure.groups,
    ownTicks: true,
  });

/** Items as markers, by group; the names of those furthest out are written, the others are told on hover. */
export const itemMap: FigureRenderer<ItemMap> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const data: Bag[] = [];
    const several = figure.panels.length > 1;
    const layout = baseLayout(theme, arrangement, width, {
      annotations: several ? figure.panels.map(({ model }, i) => heading(theme, arrangement, i, model)) : [],
      ...(figure.groups.length === 0 ? { showlegend: false } : {}),
    });
    figure.panels.forEach((panel, i) => {
      const points = pointsOf(panel);
      const names = axisNames(i);
      const at = place(arrangement, i);
      const axes = { xaxis: names.x, yaxis: names.y };
      for (const [group, indices] of byClass(points, figure.groups.length)) {
        const layer = { points, indices, size: 7, opacity: 0.75 };
        data.push({
          ...markers(theme, group, figure.groups[group] ?? 'item', [layer]),
          ...axes,
          text: indices.map((index) => escapeText(shorten(panel.items[index]!, 60))),
          hoverinfo: 'text',
          showlegend: false,
        });
      }
      data.push({ ...labels(theme, panel, points), ...axes });
      const x = { title: axisTitle(theme, figure.axes.x, arrangement.panelWidth), domain: at.x, anchor: names.y };
      const y = { title: axisTitle(theme, figure.axes.y, arrangement.panelHeight), domain: at.y, anchor: names.x };
      Object.assign(layout, {
        // room for the names
        [names.xaxis]: axis(theme, { ...x, range: widened(points.x, 0.18) }),
        [names.yaxis]: axis(theme, { ...y, range: widened(points.y, 0.08) }),
      });
    });
    data.push(...classLegend(theme, figure.groups));
    return { data, layout };
  },

  table(figure) {
    const rows = figure.panels.flatMap((panel) => {
      const { x, y, label } = pointsOf(panel);
      const ratings = unpack(panel.ratings);
      return panel.items.map((item, i) => [
        panel.model,
        item,
        x[i]!,
        y[i]!,
        figure.groups[label[i]!] ?? null,
        ratings[i] ?? null,
      ]);
    });
    return { columns: ['model', 'item', figure.axes.x, figure.axes.y, figure.grouping ?? 'group', 'ratings'], rows };
  },
};

function pointsOf({ items, x, y, group }: Panel): UnpackedPoints {
  const points = { x: unpack(x), y: unpack(y), label: unpack(group) };
  const lengths = [points.x.length, points.y.length, points.label.length];
  if (lengths.some((length) => length !== items.length))
    throw new RangeError(`${items.length} items at ${lengths.join(', ')} places`);
  return points;
}

function widened(values: Float64Array, share: number): [number, number] {
  const [low, high] = extent(values) ?? [0, 1];
  const pad = share * (high - low || 1);
  return [low - pad, high + pad];
}

/** Names of the items furthest from the middle, as far as they have room. */
function labels(theme: FigureTheme, panel: Panel, { x, y }: UnpackedPoints): Bag {
  const [left, right] = widened(x, 0);
  const [bottom, top] = widened(y, 0);
  const at = (i: number) => ({
    x: (x[i]! - left) / (right - left || 1) - 0.5,
    y: (y[i]! - bottom) / (top - bottom || 1) - 0.5,
  });
  const order = panel.items
    .map((_, i) => i)
    .sort((a, b) => Math.hypot(at(b).x, at(b).y) - Math.hypot(at(a).x, at(a).y));
  const chosen: number[] = [];
  for (const i of order) {
    if (chosen.length === written.most) break;
    const crowded = chosen.some(
      (other) => Math.abs(at(i).x - at(other).x) < written.apart.x && Math.abs(at(i).y - at(other).y) < written.apart.y,
    );
    if (!crowded) chosen.push(i);
  }
  return {
    type: 'scatter',
    mode: 'text',
    x: chosen.map((i) => finite(x[i]!)),
    y: chosen.map((i) => finite(y[i]!)),
    text: chosen.map((i) => escapeText(shorten(panel.items[i]!, nameLength))),
    textposition: 'top center',
    textfont: { color: theme.ink, size: 11 },
    cliponaxis: false,
    hoverinfo: 'skip',
    showlegend: false,
  };
}
