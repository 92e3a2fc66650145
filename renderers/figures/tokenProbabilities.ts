import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { finite } from './arrays';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, baseLayout } from './panels';
import { escapeText, formatNumber, shorten } from './text';

type TokenProbabilities = FigureOf<'token-probabilities'>;

/** Tokens of a line before it goes on in the next: single characters, or pieces of words. */
const perLine = { characters: 48, pieces: 12 };
/** Pixels of a line. */
const lineHeight = 30;
/** Characters of a token that have room in its cell. */
const mostShown = 7;

/** A line of cells: what is left of a text after `from` tokens. */
interface Line {
  heading: string;
  tokens: string[];
  values: Float64Array;
  hints: string[];
}

function linesOf({ lines }: TokenProbabilities): Line[] {
  const areSingle = lines.every(({ tokens }) => tokens.every((token) => [...token].length === 1));
  const most = areSingle ? perLine.characters : perLine.pieces;
  return lines.flatMap(({ heading, tokens, values, hints = [] }) => {
    const numbers = unpack(values);
    const count = Math.max(1, Math.ceil(tokens.length / most));
    return Array.from({ length: count }, (_, i) => ({
      heading: i === 0 ? heading : '',
      tokens: tokens.slice(i * most, (i + 1) * most),
      values: numbers.subarray(i * most, (i + 1) * most),
      hints: hints.slice(i * most, (i + 1) * most),
    }));
  });
}

const plan = (figure: TokenProbabilities, width: number) =>
  arrange({
    count: 1,
    width,
    minWidth: 200,
    maxColumns: 1,
    panelHeight: () => Math.max(1, linesOf(figure).length) * lineHeight,
    heading: 0,
    legend: [],
    band: 34,
    left: 150,
    bottom: 10,
  });

/** A cell for each token, the darker the more probable, with the token in it. */
export const tokenProbabilities: FigureRenderer<TokenProbabilities> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const lines = linesOf(figure);
    const columns = Math.max(1, ...lines.map(({ tokens }) => tokens.length));
    const cells = <T>(of: (line: Line, i: number) => T, none: T) =>
      lines.map((line) => Array.from({ length: columns }, (_, i) => (i < line.tokens.length ? of(line, i) : none)));
    return {
      data: [
        {
          type: 'heatmap',
          z: cells<number | null>((line, i) => finite(line.values[i]!), null),
          text: cells((line, i) => escapeText(shown(line.tokens[i]!)), ''),
          texttemplate: '%{text}',
          textfont: { color: theme.ink, size: 13 },
          hovertext: cells(hoverOf, ''),
          hoverinfo: 'text',
          zmin: 0,
          zmax: 1,
          colorscale: scaleOf(theme),
          xgap: 1,
          ygap: 4,
          colorbar: {
            title: { text: escapeText(figure.measure), side: 'top', font: { color: theme.ink, size: 12 } },
            orientation: 'h',
            thickness: 8,
            len: 0.4,
            x: 0,
            xanchor: 'left',
            y: 1,
            yanchor: 'bottom',
            ypad: 4,
            tickfont: { color: theme.muted, size: 11 },
            tickvals: [0, 0.5, 1],
            outlinewidth: 0,
          },
        },
      ],
      layout: baseLayout(theme, arrangement, width, {
        showlegend: false,
        xaxis: axis(theme, { visible: false, range: [-0.5, Math.max(columns, perLine.pieces) - 0.5] }),
        yaxis: axis(theme, {
          showline: false,
          mirror: false,
          ticks: '',
          range: [lines.length - 0.5, -0.5],
          tickvals: lines.map((_, i) => i),
          ticktext: lines.map(({ heading }) => escapeText(shorten(heading, 22))),
          tickfont: { color: theme.ink, size: 12 },
        }),
      }),
    };
  },

  table(figure) {
    return {
      columns: ['text', 'position', 'token', figure.measure, 'likeliest'],
      rows: figure.lines.flatMap(({ heading, tokens, values, hints }) => {
        const numbers = unpack(values);
        return tokens.map((token, i) => [heading, i, token, finite(numbers[i]!), hints?.[i] ?? null]);
      }),
    };
  },
};

function hoverOf({ tokens, values, hints }: Line, i: number): string {
  const own = `${escapeText(shown(tokens[i]!))}: ${formatNumber(values[i]!, 3)}`;
  return hints[i] === undefined ? own : `${own}<br>likeliest: ${escapeText(hints[i])}`;
}

/** Blanks and the ends of lines would not be seen. */
const shown = (token: string) => shorten(token, mostShown).replace(/[ \n\t]/g, (blank) => signs[blank]!);
const signs: { readonly [blank: string]: string } = { ' ': '␣', '\n': '⏎', '\t': '⇥' };

/** From the background to a blue on which the text is still read. */
function scaleOf(theme: FigureTheme): Bag[string] {
  const full = theme.dark ? 'rgb(20, 94, 148)' : 'rgb(132, 190, 235)';
  return [
    [0, theme.background],
    [1, full],
  ];
}
