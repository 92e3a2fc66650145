import type { FigureOf } from '../../src/protocol/figures';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axisNames, baseLayout, heading, place } from './panels';
import { fittingCharacters, labelWidth, nameAxis, numberWriter, roomyRange, rowHeight, valueAxis } from './sideBars';

type Importance = FigureOf<'importance'>;

const mostFeatures = 20;
export const measureWords: { readonly [measure in Importance['shown']]: string } = {
  accuracyDrop: 'drop of accuracy',
  logLossIncrease: 'increase of log loss',
};

const drawnFeatures = (figure: Importance) => figure.features.slice(0, mostFeatures);

const plan = (figure: Importance, width: number) =>
  arrange({
    count: figure.panels.length,
    width,
    minWidth: 190,
    maxColumns: 4,
    panelHeight: () => rowHeight * Math.max(1, drawnFeatures(figure).length) + 6,
    heading: 24,
    legend: [],
    left: Math.min(labelWidth(drawnFeatures(figure)), 0.36 * width),
    bottom: 46,
  });

/** A panel per model: what it loses without each feature, with the standard deviation of single shuffles as whiskers. */
export const importance: FigureRenderer<Importance> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const features = drawnFeatures(figure);
    const ends = figure.panels.flatMap((panel) =>
      features.flatMap((_, j) => {
        const mean = panel[figure.shown].mean[j] ?? 0;
        const sd = panel[figure.shown].sd[j] ?? 0;
        return [mean - sd, mean + sd];
      }),
    );
    const range = roomyRange(Math.min(0, ...ends), Math.max(0, ...ends), arrangement.panelWidth, [8, 50]);
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, {
      showlegend: false,
      annotations: figure.panels.map(({ model }, i) => heading(theme, arrangement, i, model)),
    });
    figure.panels.forEach((panel, i) => {
      const axes = axisNames(i);
      const { x, y, isLeft } = place(arrangement, i);
      const { mean, sd } = panel[figure.shown];
      const means = features.map((_, j) => mean[j] ?? null);
      const sds = features.map((_, j) => sd[j] ?? 0);
      for (const trace of [bars(theme, i, means, sds), numbers(theme, means, sds)])
        data.push({ ...trace, xaxis: axes.x, yaxis: axes.y });
      Object.assign(layout, {
        [axes.xaxis]: valueAxis(theme, measureWords[figure.shown], arrangement.panelWidth, {
          domain: x,
          anchor: axes.y,
          range,
          nticks: 5,
        }),
        [axes.yaxis]: nameAxis(
          theme,
          features,
          { domain: y, anchor: axes.x, showticklabels: isLeft },
          fittingCharacters(arrangement.margin.l),
        ),
      });
    });
    return { data, layout };
  },

  table(figure) {
    const rows = figure.panels.flatMap(({ model, accuracyDrop, logLossIncrease }) =>
      figure.features.map((name, j) => [
        model,
        name,
        accuracyDrop.mean[j] ?? null,
        accuracyDrop.sd[j] ?? null,
        logLossIncrease.mean[j] ?? null,
        logLossIncrease.sd[j] ?? null,
      ]),
    );
    return { columns: ['model', 'feature', 'accuracy drop', 'sd', 'log loss increase', 'sd of it'], rows };
  },
};

function bars(theme: FigureTheme, index: number, means: (number | null)[], sds: number[]): Bag {
  const { colour } = encode(theme, index);
  return {
    type: 'bar',
    orientation: 'h',
    x: means,
    y: means.map((_, j) => j),
    width: 0.6,
    error_x: { type: 'data', array: sds, color: theme.ink, thickness: 1.2, width: 3 },
    marker: { color: withAlpha(colour, 0.75), line: { color: colour, width: 1 } },
    hoverinfo: 'none',
  };
}

/** The means, to the right of the whiskers. */
function numbers(theme: FigureTheme, means: (number | null)[], sds: number[]): Bag {
  const write = numberWriter(means.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0));
  return {
    type: 'scatter',
    mode: 'text',
    x: means.map((value, j) => (value === null ? null : Math.max(0, value + sds[j]!))),
    y: means.map((_, j) => j),
    text: means.map((value) => (value === null ? '' : ` ${write(value)}`)),
    textposition: 'middle right',
    textfont: { color: theme.ink, size: 11 },
    cliponaxis: false,
    hoverinfo: 'skip',
  };
}
