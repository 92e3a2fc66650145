import type { FigureOf } from '../../src/protocol/figures';
import { finite } from './arrays';
import { encode } from './encoding';
import type { Bag, FigureRenderer } from './figure';
import { arrange, axis, axisNames, axisTitle, baseLayout, heading, place } from './panels';
import { escapeText, formatNumber, shorten } from './text';

type TopList = FigureOf<'top-list'>;

const nameLength = 30;
const rowHeight = 20;

const plan = (figure: TopList, width: number) => {
  const names = figure.panels.flatMap(({ items }) =>
    items.map(({ item }) => Math.min(nameLength, Array.from(item).length)),
  );
  return arrange({
    count: figure.panels.length,
    width,
    minWidth: 200,
    maxColumns: 1,
    panelHeight: () => rowHeight * Math.max(1, ...figure.panels.map(({ items }) => items.length)) + 12,
    heading: 24,
    legend: [],
    ownTicks: true,
    left: Math.round(Math.max(6, ...names) * 6.4 + 18),
  });
};

/** A panel per user: the items from the top down, each with its predicted rating and one standard deviation around it. */
export const topList: FigureRenderer<TopList> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const models = [...new Set(figure.panels.map(({ model }) => model))];
    const { low, high } = rangeOf(figure);
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, {
      showlegend: false,
      annotations: figure.panels.map(({ user, model, ratings }, i) => {
        const beside = `${formatNumber(ratings, 9)} rated${models.length > 1 ? `, by ${model}` : ''}`;
        return heading(theme, arrangement, i, user, beside);
      }),
    });
    figure.panels.forEach(({ items, model }, i) => {
      const names = axisNames(i);
      const at = place(arrangement, i);
      const { colour, symbol } = encode(theme, models.indexOf(model));
      data.push({
        type: 'scatter',
        mode: 'markers',
        x: items.map(({ rating }) => finite(rating)),
        y: items.map((_, place) => place),
        error_x: {
          type: 'data',
          array: items.map(({ sd }) => finite(sd)),
          color: colour,
          thickness: theme.highContrast ? 2 : 1.2,
          width: 4,
        },
        marker: { color: colour, symbol, size: 8 },
        text: items.map(
          ({ item, rating, sd }) =>
            `${escapeText(shorten(item, 60))}: ${formatNumber(rating, 3)} ± ${formatNumber(sd, 2)}`,
        ),
        hoverinfo: 'text',
        xaxis: names.x,
        yaxis: names.y,
      });
      Object.assign(layout, {
        [names.xaxis]: axis(theme, {
          domain: at.x,
          anchor: names.y,
          range: [low, high],
          showgrid: true,
          gridcolor: theme.line,
          griddash: 'dot',
          showticklabels: at.isBottom,
          ...(at.isBottom ? { title: axisTitle(theme, `${figure.rating}, ± 1 sd`, arrangement.panelWidth) } : {}),
          ...(i === 0 ? {} : { matches: 'x' }),
        }),
        [names.yaxis]: axis(theme, {
          domain: at.y,
          anchor: names.x,
          range: [Math.max(1, items.length) - 0.4, -0.6],
          tickvals: items.map((_, place) => place),
          ticktext: items.map(({ item }) => escapeText(shorten(item, nameLength))),
        }),
      });
    });
    return { data, layout };
  },

  table(figure) {
    const rows = figure.panels.flatMap(({ user, model, items }) =>
      items.map(({ item, rating, sd }) => [user, model, item, rating, sd]),
    );
    return { columns: ['user', 'model', 'item', figure.rating, 'sd'], rows };
  },
};

function rangeOf({ panels }: TopList): { low: number; high: number } {
  const ends = panels.flatMap(({ items }) => items.flatMap(({ rating, sd }) => [rating - sd, rating + sd]));
  const shown = ends.filter(Number.isFinite);
  if (shown.length === 0) return { low: 0, high: 1 };
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const pad = 0.05 * (high - low || 1);
  return { low: low - pad, high: high + pad };
}
