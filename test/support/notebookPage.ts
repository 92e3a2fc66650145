// A page that looks to the renderer like a notebook's webview: theme variables, body classes, a messaging context.
import { openPage } from './page';
import type { OpenedPage } from './page';

export type ThemeName = 'light' | 'dark' | 'contrast';

const themes: { [name in ThemeName]: { body: string; variables: string } } = {
  light: {
    body: 'vscode-light',
    variables:
      '--vscode-editor-foreground:#3b3b3b;--vscode-editor-background:#ffffff;--vscode-focusBorder:#005fb8;--vscode-progressBar-background:#005fb8;--vscode-dropdown-background:#ffffff;--vscode-dropdown-foreground:#3b3b3b;--vscode-dropdown-border:#cecece;',
  },
  dark: {
    body: 'vscode-dark',
    variables:
      '--vscode-editor-foreground:#cccccc;--vscode-editor-background:#1f1f1f;--vscode-focusBorder:#0078d4;--vscode-progressBar-background:#0078d4;--vscode-dropdown-background:#313131;--vscode-dropdown-foreground:#cccccc;--vscode-dropdown-border:#3c3c3c;',
  },
  contrast: {
    body: 'vscode-high-contrast',
    variables:
      '--vscode-editor-foreground:#ffffff;--vscode-editor-background:#000000;--vscode-focusBorder:#f38518;--vscode-contrastBorder:#6fc3df;--vscode-progressBar-background:#6fc3df;--vscode-dropdown-background:#000000;--vscode-dropdown-foreground:#ffffff;--vscode-dropdown-border:#6fc3df;',
  },
};

/** Runs in the page: the renderer of `dist/renderer`, activated, with `render`, `sent` and `receive` on `window.notebook`. */
const script = `
  import { activate } from '/renderer/index.js';
  const sent = [];
  let listener;
  const renderer = activate({ postMessage: (message) => sent.push(JSON.parse(JSON.stringify(message))), onDidReceiveMessage: (each) => { listener = each; } });
  window.notebook = {
    sent,
    receive: (message) => listener(JSON.parse(JSON.stringify(message))),
    render: (id, text) => {
      let element = document.getElementById(id);
      if (!element) {
        element = document.createElement('div');
        element.id = id;
        element.className = 'output';
        document.querySelector('main').append(element);
      }
      renderer.renderOutputItem({ id, text: () => text }, element);
    },
    dispose: (id) => renderer.disposeOutputItem(id),
  };
`;

/** What the page's script offers to tests. */
export interface NotebookWindow {
  notebook: {
    sent: { channel: string; id: number; call?: string; input?: unknown; output?: unknown; error?: unknown }[];
    receive(message: unknown): void;
    render(id: string, text: string): void;
    dispose(id?: string): void;
  };
}

export async function openNotebookPage(
  options: { width?: number; headers?: string; rendererFolder?: string; texts?: Record<string, string> } = {},
): Promise<OpenedPage> {
  const { width = 940, headers = '', rendererFolder = 'dist/renderer', texts = {} } = options;
  const { body, variables } = themes.light;
  const html = `<!doctype html><html lang="en" style="${variables}--vscode-font-family:system-ui, Ubuntu, sans-serif"><meta charset="utf-8"><title>notebook</title>${headers}<link rel="icon" href="data:,">
    <body class="${body}" style="margin:0;background:var(--vscode-editor-background)"><main style="padding:8px"></main><script type="module" src="/page.js"></script></body></html>`;
  const opened = await openPage({
    folders: { '/renderer/': rendererFolder },
    texts: { '/': html, '/page.js': script, ...texts },
    viewport: { width, height: 900 },
  });
  await opened.page
    .waitForFunction(() => 'notebook' in window, undefined, { timeout: 20_000 })
    .catch((error: unknown) => {
      throw new Error(`the renderer did not start: ${opened.consoleErrors.join('; ')}`, { cause: error });
    });
  return opened;
}

/** Changes the theme as VS Code does: classes and variables in place, no event. */
export async function setTheme(opened: OpenedPage, name: ThemeName): Promise<void> {
  await opened.page.evaluate(({ body, variables }) => {
    document.body.className = body;
    document.documentElement.setAttribute('style', `${variables}--vscode-font-family:system-ui, Ubuntu, sans-serif`);
  }, themes[name]);
}

export async function render(opened: OpenedPage, id: string, value: unknown): Promise<void> {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  await opened.page.evaluate(({ id, text }) => (window as unknown as NotebookWindow).notebook.render(id, text), {
    id,
    text,
  });
}
