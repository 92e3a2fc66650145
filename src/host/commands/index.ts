import * as vscode from 'vscode';
import { addModelToCell, sampleFromCell } from './cellActions';
import { exploreFile } from './exploreFile';
import { exportReport } from './exportReport';
import type { NotebookState } from '../notebookState';
import type { ColumnTraits } from './guesses';
import { modelCell, openNotebook } from './notebooks';
import { trainOnData } from './trainOnData';

export interface CommandNeeds {
  extensionId: string;
  /** The columns of a data file. Throws a `Problem`. */
  columnsOf(file: vscode.Uri): Promise<readonly ColumnTraits[]>;
  /** What the runs of a notebook have left. */
  stateOf(notebook: vscode.NotebookDocument): NotebookState;
}

/** By the names in the manifest. Each takes what VS Code passes from the place where it was called. */
const commands: { [name: string]: (needs: CommandNeeds, argument: never) => Promise<unknown> } = {
  'modelCells.trainOnData': trainOnData,
  'modelCells.exploreFile': exploreFile,
  'modelCells.exploreFolder': exploreFile,
  'modelCells.addModel': addModelToCell,
  'modelCells.sampleModel': sampleFromCell,
  'modelCells.exportReport': () => exportReport(),
  'modelCells.newNotebook': ({ extensionId }) => openNotebook([modelCell('')], extensionId),
};

export function registerCommands(needs: CommandNeeds): vscode.Disposable {
  const registered = Object.entries(commands).map(([name, command]) =>
    vscode.commands.registerCommand(name, async (argument: unknown) => {
      try {
        await command(needs, argument as never);
      } catch (error) {
        void vscode.window.showErrorMessage(`Model Cells: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
