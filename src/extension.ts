import type * as vscode from 'vscode';
import { registerCommands } from './host/commands';
import { registerController } from './host/controller';
import { WorkspaceFiles } from './host/files';
import { makeHouse } from './host/house';
import { Messaging } from './host/messaging';
import { ModelStore } from './host/models';
import { NotebookStates } from './host/notebookState';
import { RunProblems } from './host/runProblems';
import { registerStatusBar } from './host/statusBar';

/** Entry of the Node and of the web extension host. */
export function activate(context: vscode.ExtensionContext): void {
  const extensionId = context.extension.id;
  const states = new NotebookStates(context.workspaceState);
  const messaging = new Messaging(makeHouse(new WorkspaceFiles(), new ModelStore(context)));
  const problems = new RunProblems();

  context.subscriptions.push(
    messaging,
    problems,
    registerController({ engineOf: (notebook) => messaging.engineOf(notebook), states, problems }, extensionId),
    registerStatusBar(),
    registerCommands({
      extensionId,
      columns: () => Promise.resolve([]),
      namesIn: (notebook) =>
        new Map(Object.entries(states.of(notebook.uri.toString()).trained).map(([name, { model }]) => [name, model])),
    }),
  );
}
