import type { Figure } from '../../src/protocol/figures';

/** Colours of a figure as `rgb(...)` or `#rrggbb`, and its type; everything else about its look is decided here. */
export interface FigureTheme {
  dark: boolean;
  /** Lines and markers a little heavier. */
  highContrast: boolean;
  background: string;
  /** Text, boundaries. At least 4.5:1 on the background. */
  ink: string;
  /** Secondary text, still at least 4.5:1. */
  muted: string;
  /** Frames of panels. */
  line: string;
  font: string;
}

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Bag = { [key: string]: Value };

/** A picture as plain JSON: Plotly's traces and layout. */
export interface Spec {
  data: Bag[];
  layout: Bag;
}

/** The numbers of a figure, one row per number or point. */
export interface FigureTable {
  columns: string[];
  rows: (string | number | null)[][];
}

/** How one kind of figure is drawn and told. All functions are pure; packed arrays that are damaged throw a `RangeError`. */
export interface FigureRenderer<F extends Figure> {
  spec(figure: F, theme: FigureTheme, width: number): Spec;
  table(figure: F): FigureTable;
  /** Of the whole picture in pixels, so that its place is kept before it is drawn. */
  height(figure: F, width: number): number;
}
