import type { FigureOf } from '../../src/protocol/figures';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axisNames, baseLayout, classLegend, heading, label, place } from './panels';
import type { PanelPlan } from './panels';
import { patterns } from './patterns';
import { fittingCharacters, labelWidth, nameAxis, roomyRange, signedWriter, valueAxis } from './sideBars';
import { steps } from './ledgerSteps';
import type { Steps } from './ledgerSteps';
import { escapeText, formatNumber, formatPercent, shorten } from './text';

type BayesLedger = FigureOf<'bayes-ledger'>;
type Panel = BayesLedger['panels'][number];

const mostClasses = 5;
const barHeight = 13;
const gap = { rows: 10, posterior: 34 };
const characters = 22;
/** Pixels of the column of numbers. */
const amounts = 62;

/** The classes that any model takes for likely, in their own order. */
function drawnClasses({ classes, panels }: BayesLedger): number[] {
  const weight = (k: number) => panels.reduce((most, { posterior }) => Math.max(most, posterior[k] ?? 0), 0);
  const all = classes.map((_, k) => k);
  if (all.length <= mostClasses) return all;
  return [...all]
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, mostClasses)
    .sort((a, b) => a - b);
}

const bandOf = (figure: BayesLedger) => barHeight * drawnClasses(figure).length + gap.rows;
const rowsOf = (figure: BayesLedger) => Math.max(1, ...figure.panels.map((panel) => steps(panel, []).names.length));

const plan = (figure: BayesLedger, width: number) =>
  arrange({
    count: figure.panels.length,
    width,
    minWidth: 330,
    maxColumns: 3,
    panelHeight: () => bandOf(figure) * (rowsOf(figure) + 1) + gap.posterior,
    heading: 40,
    legend: drawnClasses(figure).map((k) => figure.classes[k]!),
    left: 8,
    bottom: 40,
    ownTicks: true,
  });

/**
 * A panel per model: bars that begin where the one above ends, from what the class starts with to what it adds up to; beneath,
 * the probabilities that follow.
 */
export const bayesLedger: FigureRenderer<BayesLedger> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const shown = drawnClasses(figure);
    const data: Bag[] = [];
    const annotations: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, { barmode: 'overlay', annotations });
    figure.panels.forEach((panel, i) => {
      annotations.push(heading(theme, arrangement, i, panel.model, panel.family, panel.method));
      if (panel.silent !== undefined) {
        annotations.push(silence(theme, arrangement, i, panel.silent));
        return;
      }
      const told = steps(panel, shown);
      const right = rangeOf(arrangement, told)[1];
      data.push(
        ...stepTraces(theme, told, shown, i, right),
        ...posteriorTraces(theme, panel, shown, figure.panels.length + i),
      );
      Object.assign(layout, axesOf(theme, figure, arrangement, i, told));
    });
    const legend = classLegend(theme, figure.classes);
    data.push(...shown.map((k) => ({ ...legend[k]!, legendgroup: `legend ${k}` })));
    return { data, layout };
  },

  table(figure) {
    const rows = figure.panels.flatMap((panel) => {
      const line = (step: string, values: readonly (number | null)[]) =>
        figure.classes.map((name, k) => [panel.model, step, name, values[k] ?? null]);
      if (panel.silent !== undefined) return [];
      return [
        ...line(panel.start.name, panel.start.values),
        ...panel.terms.flatMap(({ name, values }) => line(name, values)),
        ...line(panel.total.name, panel.total.values),
        ...(panel.evidence === undefined ? [] : [[panel.model, 'log p(x)', null, panel.evidence]]),
        ...line('P(y | x)', panel.posterior),
      ];
    });
    return { columns: ['model', 'step', 'class', 'value'], rows };
  },
};

/** Where the bar of a class stands within a row whose middle is at a whole number. */
function offset(at: number, count: number, band: number): number {
  return ((at - (count - 1) / 2) * barHeight) / band;
}

function stepTraces(theme: FigureTheme, told: Steps, shown: number[], index: number, right: number): Bag[] {
  const axes = axisNames(index);
  const on = { xaxis: axes.x, yaxis: axes.y, showlegend: false, hoverinfo: 'skip' };
  const band = barHeight * shown.length + gap.rows;
  // two decimals at least: a tenth of a nat is seen in the probabilities
  const write = signedWriter(Math.min(told.largest, 9));
  return shown.flatMap((k, at): Bag[] => {
    const { colour, symbol } = encode(theme, k);
    const bars = told.bars[at]!;
    const total = told.totals[at]!;
    const y = (row: number) => row + offset(at, shown.length, band);
    const end = told.names.length - 1;
    return [
      {
        ...on,
        type: 'bar',
        orientation: 'h',
        base: bars.map(({ from }) => from),
        x: bars.map(({ from, to }) => to - from),
        y: bars.map((_, row) => y(row)),
        width: (0.8 * barHeight) / band,
        marker: {
          color: withAlpha(colour, 0.7),
          line: { color: colour, width: 1 },
          pattern: { shape: patterns[k % patterns.length]!, size: 5, solidity: 0.25 },
        },
      },
      {
        ...on,
        type: 'scatter',
        mode: 'lines',
        x: bars.flatMap(({ to }) => [to, to, null]),
        y: bars.flatMap((_, row) => [y(row), y(Math.min(end, row + 1)), null]),
        line: { color: colour, width: 1, dash: 'dot' },
      },
      {
        ...on,
        type: 'scatter',
        mode: 'markers',
        x: [total.at],
        y: [y(end)],
        marker: { color: colour, symbol: total.isCut ? 'triangle-left' : symbol, size: 8 },
        cliponaxis: false,
      },
      {
        ...on,
        type: 'scatter',
        mode: 'text',
        x: [...bars, total].map(() => right),
        y: [...bars, total].map((_, row) => y(row)),
        text: [...bars.map(({ value }) => words(value, write)), `<b>${words(total.value, write)}</b>`],
        textposition: 'middle left',
        textfont: { color: theme.ink, size: 10.5 },
        cliponaxis: false,
      },
    ];
  });
}

function words(value: number | null, write: (value: number) => string): string {
  return value === null ? '−∞' : write(value);
}

function posteriorTraces(theme: FigureTheme, panel: Panel, shown: number[], index: number): Bag[] {
  const axes = axisNames(index);
  return [
    {
      type: 'bar',
      orientation: 'h',
      xaxis: axes.x,
      yaxis: axes.y,
      x: shown.map((k) => panel.posterior[k] ?? null),
      y: shown.map((_, at) => at),
      width: 0.8,
      text: shown.map((k) => formatPercent(panel.posterior[k] ?? NaN)),
      textposition: 'outside',
      textangle: 0,
      constraintext: 'none',
      cliponaxis: false,
      textfont: { color: theme.ink, size: 11 },
      hoverinfo: 'none',
      showlegend: false,
      marker: {
        color: shown.map((k) => withAlpha(encode(theme, k).colour, 0.7)),
        line: { color: shown.map((k) => encode(theme, k).colour), width: 1 },
        pattern: { shape: shown.map((k) => patterns[k % patterns.length]!), size: 5, solidity: 0.25 },
      },
    },
  ];
}

/** Pixels that the names of the rows take. */
function labelsOf({ panelWidth }: PanelPlan, told: Steps): number {
  return Math.min(labelWidth(told.names, characters), 0.42 * panelWidth);
}

/** Bars to the left, their amounts in a column to the right. */
function rangeOf(arrangement: PanelPlan, told: Steps): [number, number] {
  const pixels = arrangement.panelWidth - labelsOf(arrangement, told);
  return roomyRange(...told.extent, pixels, [8, amounts]);
}

function axesOf(theme: FigureTheme, figure: BayesLedger, arrangement: PanelPlan, index: number, told: Steps): Bag {
  const panel = figure.panels[index]!;
  const shown = drawnClasses(figure);
  const at = place(arrangement, index);
  const names = axisNames(index);
  const beneath = axisNames(figure.panels.length + index);
  const [low, high] = at.y;
  const pixel = (high - low) / arrangement.panelHeight;
  const bottom = low + (bandOf(figure) - gap.rows) * pixel;
  const top = bottom + gap.posterior * pixel;
  // fewer steps than in another panel: the rest is left empty, so that rows are equally high everywhere
  const used = top + (high - top) * (told.names.length / rowsOf(figure));
  const labels = labelsOf(arrangement, told);
  const x: [number, number] = [at.x[0] + (labels * (at.x[1] - at.x[0])) / arrangement.panelWidth, at.x[1]];
  const room = fittingCharacters(labels);
  const range = rangeOf(arrangement, told);
  return {
    [names.xaxis]: valueAxis(theme, panel.scale, arrangement.panelWidth - labels, {
      domain: x,
      anchor: names.y,
      range,
      nticks: 5,
      title: { text: '' },
      zeroline: true,
    }),
    [names.yaxis]: nameAxis(theme, told.names, { domain: [high - (used - top), high], anchor: names.x }, room),
    [beneath.xaxis]: valueAxis(theme, answerTitle(panel), arrangement.panelWidth - labels, {
      domain: x,
      anchor: beneath.y,
      range: [0, 1.3],
      tickvals: [0, 0.5, 1],
      tickformat: '.0%',
    }),
    [beneath.yaxis]: nameAxis(
      theme,
      shown.map((k) => figure.classes[k]!),
      { domain: [low, bottom], anchor: beneath.x },
      room,
    ),
  };
}

function answerTitle({ evidence, scale }: Panel): string {
  return evidence === undefined
    ? `P(y | x); above: ${scale}`
    : `P(y | x) = p(x, y) / p(x); log p(x) = ${formatNumber(evidence)}`;
}

/** A sentence in place of a picture, in lines that fit. */
function silence(theme: FigureTheme, arrangement: PanelPlan, index: number, text: string): Bag {
  const { x, y } = place(arrangement, index);
  const width = Math.max(16, Math.floor((arrangement.panelWidth - 20) / 6.4));
  const lines: string[] = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)!;
    if (last.length + word.length + 1 > width && last !== '') lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return label(lines.map((line) => escapeText(shorten(line, width))).join('<br>'), {
    x: x[0],
    y: y[1],
    xanchor: 'left',
    yanchor: 'top',
    yshift: -10,
    font: { color: theme.ink, size: 12 },
  });
}
