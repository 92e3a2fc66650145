import Plotly from 'plotly.js/lib/core';
import bar from 'plotly.js/lib/bar';
import contour from 'plotly.js/lib/contour';
import heatmap from 'plotly.js/lib/heatmap';
import type { Spec } from './figures/figure';

// `scatter` is part of the core; nothing here needs WebGL, of which a page has few contexts
Plotly.register([bar, contour, heatmap]);

/** Nothing leaves the page: no share button, no server, no logo with a link. */
const config = {
  displaylogo: false,
  showSendToCloud: false,
  plotlyServerURL: '',
  showTips: false,
  displayModeBar: 'hover',
  modeBarButtons: [['zoomIn2d', 'zoomOut2d', 'resetScale2d']],
  scrollZoom: false,
} as const;

type Data = Parameters<typeof Plotly.react>[1];
type Layout = Parameters<typeof Plotly.react>[2];
type Config = Parameters<typeof Plotly.react>[3];

/** Draws, or changes what is drawn already. */
export async function draw(element: HTMLElement, spec: Spec): Promise<void> {
  await Plotly.react(
    element,
    spec.data as unknown as Data,
    spec.layout as unknown as Layout,
    config as unknown as Config,
  );
  // the words beside the picture and its table say the same to those who cannot see it
  for (const svg of element.querySelectorAll('svg.main-svg')) svg.setAttribute('aria-hidden', 'true');
}

/** Tells when the axes of a drawing have other ranges. */
export function onZoomed(element: HTMLElement, listener: () => void): void {
  (element as Plotly.PlotlyHTMLElement).on('plotly_relayout', listener);
}

/** Frees everything that a drawing holds. */
export function purge(element: HTMLElement): void {
  Plotly.purge(element);
}

/** The drawing as SVG text. */
export async function toSvg(spec: Spec): Promise<string> {
  const { width, height } = spec.layout as { width: number; height: number };
  const figure = { data: spec.data, layout: spec.layout, config } as unknown as Parameters<typeof Plotly.toImage>[0];
  // `imageDataOnly` is missing in Plotly's types
  const options = { format: 'svg', width, height, imageDataOnly: true } as const;
  return Plotly.toImage(figure, options);
}

/** Plotly's style rules, which it adds to the page only: a shadow root needs a copy. */
export function styleRules(): string {
  const sheet = (document.getElementById('plotly.js-style-global') as HTMLStyleElement | null)?.sheet;
  return Array.from(sheet?.cssRules ?? [], (rule) => rule.cssText).join('\n');
}
