import type { Bag, FigureTheme } from './figure';
import type { UnpackedPoints } from './arrays';
import { finite, thin } from './arrays';
import { encode, encodeUnlabelled } from './encoding';
import { escapeText, shorten } from './text';

/** More markers than this in one panel make a page slow and a cloud no clearer. */
export const mostMarkers = 1500;

/** Indices of the points of each class, -1 (unlabelled) last; at most {@link mostMarkers} in all, evenly thinned. */
export function byClass(points: UnpackedPoints, classes: number, most = mostMarkers): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let k = 0; k < classes; k++) groups.set(k, []);
  for (const i of thin(points.x.length, most)) {
    const label = points.label[i]!;
    const key = label >= 0 && label < classes ? label : -1;
    const group = groups.get(key) ?? [];
    group.push(i);
    groups.set(key, group);
  }
  return groups;
}

/** One set of rows with its look: `size` in pixels, `outline` drawn around filled markers, `open` not filled. */
export interface Layer {
  points: UnpackedPoints;
  size: number;
  opacity: number;
  outline?: string;
  open?: boolean;
}

/** How a ring looks, in a panel and in the legend. */
export function ringMarker(theme: FigureTheme): Bag {
  const line = { color: theme.ink, width: theme.highContrast ? 2 : 1.1 };
  return { symbol: 'circle-open', size: 10, color: theme.ink, opacity: 0.8, line };
}

/** Rings around places of a plane, over the markers of the rows. */
export function rings(theme: FigureTheme, name: string, places: Pick<UnpackedPoints, 'x' | 'y'>): Bag {
  const shown = thin(places.x.length, mostMarkers);
  return {
    type: 'scatter',
    mode: 'markers',
    name,
    x: shown.map((i) => finite(places.x[i]!)),
    y: shown.map((i) => finite(places.y[i]!)),
    marker: ringMarker(theme),
    showlegend: false,
    hoverinfo: 'skip',
  };
}

/** Markers of one class from several layers in one trace, so that the legend switches them together. */
export function markers(
  theme: FigureTheme,
  label: number,
  name: string,
  layers: (Layer & { indices: number[] })[],
): Bag {
  const { colour, symbol } = label < 0 ? encodeUnlabelled(theme) : encode(theme, label);
  const each = <T>(value: (layer: Layer, index: number) => T) =>
    layers.flatMap((layer) => layer.indices.map((i) => value(layer, i)));
  return {
    type: 'scatter',
    mode: 'markers',
    name: escapeText(shorten(name, 28)),
    legendgroup: `class ${label}`,
    x: each((layer, i) => finite(layer.points.x[i]!)),
    y: each((layer, i) => finite(layer.points.y[i]!)),
    marker: {
      color: colour,
      symbol: each((layer) => (layer.open ? `${symbol}-open` : symbol)),
      size: each((layer) => layer.size),
      opacity: each((layer) => layer.opacity),
      line: {
        color: each((layer) => layer.outline ?? colour),
        width: each((layer) => (layer.open ? 1.4 : layer.outline ? 1 : 0)),
      },
    },
    hoverinfo: 'x+y+name',
  };
}
