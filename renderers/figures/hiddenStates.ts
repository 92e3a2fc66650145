import type { FigureOf } from '../../src/protocol/figures';
import { mix } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisNames, axisTitle, baseLayout, heading, legendOnly, place } from './panels';
import { emissions, valueRange, valueTicks } from './stateEmissions';
import { escapeText, fit, formatNumber, shorten } from './text';

type HiddenStates = FigureOf<'hidden-states'>;
type Chain = HiddenStates['chains'][number];

const plan = (figure: HiddenStates, width: number) =>
  arrange({
    count: 2 * figure.chains.length,
    width,
    minWidth: 200,
    maxColumns: 2,
    panelHeight: () => Math.max(130, Math.min(260, 26 * figure.states.length + 60)),
    heading: 34,
    legend: figure.states.map((state) => `state ${state}`),
    ownTicks: true,
    left: 46,
    bottom: 46,
  });

/** Two panels per class: the probabilities of the next state, and what each state emits. */
export const hiddenStates: FigureRenderer<HiddenStates> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const data: Bag[] = figure.states.map((state, s) =>
      legendOnly(escapeText(shorten(`state ${state}`, 28)), {
        mode: 'markers',
        legendgroup: `state ${s}`,
        marker: { color: encode(theme, s).colour, symbol: 'square', size: 10 },
      }),
    );
    const headings: Bag[] = [];
    const texts: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, figure.symbols ? { barmode: 'group', bargap: 0.25 } : {});
    figure.chains.forEach((chain, k) => {
      const first = figure.states.map((state, s) => `${state} ${percent(chain.start[s])}`).join(', ');
      headings.push(
        heading(theme, arrangement, 2 * k, chain.name, 'next state', `first state: ${first}`),
        heading(
          theme,
          arrangement,
          2 * k + 1,
          chain.name,
          'what a state emits',
          figure.symbols ? '' : momentsTold(figure, chain),
        ),
      );
      const [left, right] = [2 * k, 2 * k + 1].map((index) => ({ ...axisNames(index), at: place(arrangement, index) }));
      data.push(transitionMap(theme, figure, chain, left!));
      texts.push(...transitionTexts(theme, chain, left!));
      data.push(...emissions(theme, figure, chain, right!));
      const letters = {
        tickvals: figure.states.map((_, s) => s),
        ticktext: figure.states.map((state) => fit(state, 60)),
        ticks: '',
      };
      Object.assign(layout, {
        [left!.xaxis]: axis(theme, {
          domain: left!.at.x,
          anchor: left!.y,
          ...letters,
          title: axisTitle(theme, 'to state', 160),
          range: [-0.5, figure.states.length - 0.5],
        }),
        [left!.yaxis]: axis(theme, {
          domain: left!.at.y,
          anchor: left!.x,
          ...letters,
          title: axisTitle(theme, 'from state', 160),
          range: [figure.states.length - 0.5, -0.5],
        }),
        [right!.xaxis]: axis(theme, {
          domain: right!.at.x,
          anchor: right!.y,
          mirror: false,
          ...valueTicks(theme, figure, arrangement.panelWidth),
        }),
        [right!.yaxis]: axis(theme, {
          domain: right!.at.y,
          anchor: right!.x,
          mirror: false,
          ...valueRange(figure),
          nticks: 4,
          showgrid: true,
          gridcolor: theme.line,
          griddash: 'dot',
          ...(figure.symbols
            ? { tickformat: '.0%' }
            : figure.columns.length > 1
              ? {}
              : { showticklabels: false, ticks: '' }),
          ...(figure.unit ? { title: axisTitle(theme, figure.unit, arrangement.panelHeight) } : {}),
        }),
      });
    });
    return { data, layout: { ...layout, annotations: [...headings, ...texts] } };
  },

  table(figure) {
    const rows = figure.chains.flatMap((chain) =>
      figure.states.flatMap((state, s) => [
        [chain.name, state, 'first state', '', chain.start[s] ?? null],
        ...figure.states.map((to, r) => [chain.name, state, 'next state', to, chain.transition[s]?.[r] ?? null]),
        ...(figure.symbols ?? []).map((symbol, v) => [
          chain.name,
          state,
          'symbol',
          symbol,
          chain.symbols?.[s]?.[v] ?? null,
        ]),
        ...(figure.symbols
          ? []
          : figure.columns.flatMap((column, j) => [
              [chain.name, state, 'mean', column, chain.means?.[s]?.[j] ?? null],
              [chain.name, state, 'standard deviation', column, chain.deviations?.[s]?.[j] ?? null],
            ])),
      ]),
    );
    return { columns: ['class', 'state', 'what', 'of', 'value'], rows };
  },
};

interface Where {
  x: string;
  y: string;
}

function transitionMap(theme: FigureTheme, { states }: HiddenStates, { transition }: Chain, { x, y }: Where): Bag {
  return {
    type: 'heatmap',
    xaxis: x,
    yaxis: y,
    x: states.map((_, s) => s),
    y: states.map((_, s) => s),
    z: transition,
    zmin: 0,
    zmax: 1,
    colorscale: [
      [0, theme.background],
      [1, strongest(theme)],
    ],
    xgap: 2,
    ygap: 2,
    showscale: false,
    text: transition.map((row, r) =>
      row.map((_, s) => `from ${fit(states[r] ?? '', 100)} to ${fit(states[s] ?? '', 100)}`),
    ),
    hovertemplate: '%{text}: %{z:.1%}',
  };
}

/** The colour of certainty in the map of transitions: none of the colours of states, and text can be read on it. */
const strongest = (theme: FigureTheme) => mix(theme.background, theme.ink, 0.4);

/** The probabilities in their fields; with many states there is no room. */
function transitionTexts(theme: FigureTheme, { transition }: Chain, { x, y }: Where): Bag[] {
  if (transition.length > 8) return [];
  return transition.flatMap((row, r) =>
    row.map((share, s) => ({
      x: s,
      y: r,
      xref: x,
      yref: y,
      text: percent(share),
      showarrow: false,
      font: { size: 12, color: theme.ink },
    })),
  );
}

function momentsTold({ states, columns }: HiddenStates, { means, deviations }: Chain): string {
  if (columns.length > 1) return 'mean ± standard deviation';
  return states
    .map(
      (state, s) =>
        `${state} ${formatNumber(means?.[s]?.[0] ?? NaN, 3)} ± ${formatNumber(deviations?.[s]?.[0] ?? NaN, 3)}`,
    )
    .join(', ');
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${Math.round(100 * share)} %`;
}
