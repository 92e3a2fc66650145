import type { FigureTheme } from './figures/figure';
import { makeTheme } from './figures/theme';

/** The editor's theme as it is now, and news of its changes. */
export interface ThemeWatch {
  readonly current: FigureTheme;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (theme: FigureTheme) => void): () => void;
}

/**
 * Follows VS Code's theme: a change is told by no event, only by the classes of `body` and the variables on `html`, which
 * change in place within a second.
 */
export function watchTheme(document: Document): ThemeWatch {
  let current = readTheme(document);
  const listeners = new Set<(theme: FigureTheme) => void>();
  let scheduled = false;
  const observer = new MutationObserver(() => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      const next = readTheme(document);
      if (JSON.stringify(next) === JSON.stringify(current)) return;
      current = next;
      for (const listener of listeners) listener(next);
    });
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  return {
    get current() {
      return current;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function readTheme(document: Document): FigureTheme {
  const classes = document.body.classList;
  const highContrast = classes.contains('vscode-high-contrast') || classes.contains('vscode-high-contrast-light');
  const dark = classes.contains('vscode-dark') || (highContrast && !classes.contains('vscode-high-contrast-light'));
  const probe = document.createElement('span');
  probe.style.display = 'none';
  document.body.append(probe);
  const resolve = (variable: string, fallback: string) => {
    probe.style.color = `var(${variable}, ${fallback})`;
    return opaque(getComputedStyle(probe).color) ?? fallback;
  };
  const background = resolve('--vscode-editor-background', dark ? '#1f1f1f' : '#ffffff');
  const foreground = resolve('--vscode-editor-foreground', dark ? '#cccccc' : '#1f2328');
  probe.remove();
  const font = getComputedStyle(document.documentElement).getPropertyValue('--vscode-font-family').trim();
  return makeTheme(background, foreground, { highContrast, ...(font ? { font } : {}) });
}

/** `rgb(...)`, or undefined for a colour with transparency or of another colour space. */
function opaque(colour: string): string | undefined {
  return /^rgb\(/.test(colour) ? colour : undefined;
}
