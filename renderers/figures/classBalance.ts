import type { FigureOf } from '../../src/protocol/figures';
import { encode } from './encoding';
import type { FigureRenderer } from './figure';
import { arrange, axis, axisTitle, baseLayout } from './panels';
import { escapeText, formatNumber, formatPercent, shorten } from './text';

type ClassBalance = FigureOf<'class-balance'>;

const shownClasses = 40;
const nameLength = 22;

interface Bar {
  name: string;
  count: number;
  label: number;
}

function bars(figure: ClassBalance): Bar[] {
  const all = figure.classes.map((name, label) => ({ name, count: figure.counts[label] ?? 0, label }));
  const kept = all.length <= shownClasses ? all : [...all].sort((a, b) => b.count - a.count).slice(0, shownClasses);
  return figure.unlabelled > 0 ? [...kept, { name: 'no label', count: figure.unlabelled, label: -1 }] : kept;
}

function plan(figure: ClassBalance, width: number) {
  const drawn = bars(figure);
  const longest = Math.max(4, ...drawn.map(({ name }) => Math.min(nameLength, Array.from(name).length)));
  return arrange({
    count: 1,
    width,
    minWidth: 200,
    maxColumns: 1,
    panelHeight: () => 26 * drawn.length + 8,
    heading: 0,
    legend: [],
    left: Math.round(longest * 6.8 + 16),
  });
}

/** One bar per class with its count and share. */
export const classBalance: FigureRenderer<ClassBalance> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const drawn = bars(figure);
    const total = figure.counts.reduce((sum, count) => sum + count, figure.unlabelled);
    const words = drawn.map(({ count }) => `${formatNumber(count, 9)} (${formatPercent(count / total)})`);
    const most = Math.max(1, ...drawn.map(({ count }) => count));
    return {
      data: [
        {
          type: 'bar',
          orientation: 'h',
          x: drawn.map(({ count }) => count),
          y: drawn.map((_, i) => i),
          width: 0.64,
          text: words,
          textposition: 'outside',
          cliponaxis: false,
          textfont: { color: theme.ink, size: 12 },
          hoverinfo: 'none',
          marker: {
            color: drawn.map(({ label }) => (label < 0 ? theme.muted : encode(theme, label).colour)),
            pattern: { shape: drawn.map(({ label }) => (label < 0 ? '/' : '')) },
          },
        },
      ],
      layout: baseLayout(theme, arrangement, width, {
        showlegend: false,
        hovermode: false,
        xaxis: axis(theme, {
          range: [0, most * 1.25],
          title: axisTitle(theme, 'rows', 400),
          mirror: false,
          showgrid: false,
          fixedrange: true,
        }),
        yaxis: axis(theme, {
          range: [drawn.length - 0.5, -0.5],
          tickvals: drawn.map((_, i) => i),
          ticktext: drawn.map(({ name }) => escapeText(shorten(name, nameLength))),
          tickfont: { color: theme.ink, size: 12 },
          mirror: false,
          ticks: '',
          fixedrange: true,
        }),
      }),
    };
  },

  table(figure) {
    const rows = figure.classes.map((name, label): (string | number)[] => [name, figure.counts[label] ?? 0]);
    return {
      columns: [figure.target, 'rows'],
      rows: figure.unlabelled > 0 ? [...rows, ['no label', figure.unlabelled]] : rows,
    };
  },
};
