import type { FigureTheme } from './figure';

/** How one class (or model, or group) is told from the others: colour is never the only difference. */
export interface Encoding {
  colour: string;
  symbol: string;
  dash: string;
}

// Okabe and Ito (2008), told apart with every common colour vision; ordered so that the first ones read best on the background
const onLight = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000', '#F0E442'];
const onDark = ['#56B4E9', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#F0E442', '#FFFFFF', '#0072B2'];
const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'triangle-down', 'pentagon', 'star', 'x'];
const dashes = ['solid', 'dash', 'dot', 'dashdot', 'longdash'];

/** The encoding of the class with this index. Colours come again after eight, together with other symbols and dashes. */
export function encode(theme: FigureTheme, index: number): Encoding {
  const colours = theme.dark ? onDark : onLight;
  return {
    colour: colours[index % colours.length]!,
    symbol: symbols[index % symbols.length]!,
    dash: dashes[index % dashes.length]!,
  };
}

/** Rows without a label. */
export function encodeUnlabelled(theme: FigureTheme): Encoding {
  return { colour: theme.muted, symbol: 'x-thin', dash: 'dot' };
}
