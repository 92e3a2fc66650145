import type * as vscode from 'vscode';
import { WorkspaceColumns } from './host/columns';
import { registerCommands } from './host/commands';
import { registerController } from './host/controller';
import { WorkspaceFiles } from './host/files';
import { makeHouse } from './host/house';
import { Messaging } from './host/messaging';
import { ModelStore } from './host/models';
import { NotebookStates } from './host/notebookState';
import { registerProviders } from './host/providers';
import { RunProblems } from './host/runProblems';
import { registerStatusBar } from './host/statusBar';

/** Entry of the Node and of the web extension host. */
export function activate(context: vscode.ExtensionContext): void {
  const extensionId = context.extension.id;
  const files = new WorkspaceFiles();
  const columns = new WorkspaceColumns();
  const states = new NotebookStates(context.workspaceState);
  const messaging = new Messaging(makeHouse(files, new ModelStore(context)));
  const problems = new RunProblems();
  const stateOf = (notebook: vscode.NotebookDocument) => states.of(notebook.uri.toString());

  context.subscriptions.push(
    messaging,
    problems,
    registerController({ engineOf: (notebook) => messaging.engineOf(notebook), states, problems }, extensionId),
    registerProviders({ files, columns, stateOf }),
    registerStatusBar(),
    registerCommands({ extensionId, columnsOf: (file) => columns.columnsOf(file), stateOf }),
  );
}
