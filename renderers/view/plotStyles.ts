let shared: CSSStyleSheet | undefined;

/** Gives the shadow root around `element` Plotly's style rules, which Plotly itself adds to the page only. */
export function plotStyles(element: HTMLElement, rules: () => string): void {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(rules());
  }
  if (!root.adoptedStyleSheets.includes(shared)) root.adoptedStyleSheets = [shared, ...root.adoptedStyleSheets];
}
