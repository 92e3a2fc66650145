import * as vscode from 'vscode';
import { fromWire } from '../protocol/channel';
import { NotebookEngine } from './notebookEngine';
import { rendererId } from './names';
import { Webview } from './webview';
import type { Service } from './webview';

/** What webviews of a notebook ask for that has nothing to do with a run. */
export type House = (notebook: vscode.NotebookDocument) => Omit<Service, 'progress' | 'finished' | 'failed'>;

/** Carries messages between the host and the renderers, and knows the engine of each notebook. */
export class Messaging implements vscode.Disposable {
  private readonly messaging = vscode.notebooks.createRendererMessaging(rendererId);
  private readonly webviews = new WeakMap<vscode.NotebookEditor, Webview>();
  private readonly engines = new WeakMap<vscode.NotebookDocument, NotebookEngine>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly house: House) {
    this.subscriptions = [
      this.messaging.onDidReceiveMessage(({ editor, message }) => this.webviewOf(editor).receive(message)),
      // nobody tells an extension that a notebook's tab was closed
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.length > 0)
          for (const notebook of vscode.workspace.notebookDocuments) this.engines.get(notebook)?.check();
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.engines.get(notebook)?.close()),
    ];
  }

  engineOf(notebook: vscode.NotebookDocument): NotebookEngine {
    return entry(this.engines, notebook, () => new NotebookEngine());
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private webviewOf(editor: vscode.NotebookEditor): Webview {
    return entry(this.webviews, editor, () => {
      const engine = () => this.engineOf(editor.notebook);
      return new Webview(
        (message) => this.messaging.postMessage(message, editor),
        (webview) => ({
          ...this.house(editor.notebook),
          progress: ({ runId, progress }) => engine().progress(webview, runId, progress),
          finished: ({ runId, ...finished }) => engine().finished(runId, finished),
          failed: ({ runId, error }) => engine().failed(runId, fromWire(error)),
        }),
        {
          opened: (webview) => engine().opened(webview),
          heard: (webview) => engine().heard(webview),
          lost: (webview) => engine().lost(webview),
        },
      );
    });
  }
}

function entry<K extends WeakKey, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
