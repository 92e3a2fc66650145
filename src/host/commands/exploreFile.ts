import * as vscode from 'vscode';
import catalogue from 'model-cells:catalogue';
import { dataCell, trainCell } from '../cellText';
import { pathInCell } from '../dataFiles';
import { runCells } from '../runCells';
import { firstModels } from './guesses';
import type { CommandNeeds } from './index';
import { code, lookAt } from './lookAt';
import { markdownCell, modelCell, openNotebook } from './notebooks';

/**
 * Makes a notebook that describes a data file, or a folder of pictures, and trains two kinds of model on it where it is known
 * or can be guessed what to predict.
 */
export async function exploreFile(needs: CommandNeeds, argument: vscode.Uri | undefined): Promise<void> {
  const uri = argument ?? vscode.window.activeTextEditor?.document.uri;
  if (!uri) return;
  const path = pathInCell({ uri, isUntitled: true }, uri);
  if (path === undefined) {
    return void vscode.window.showErrorMessage(
      'This file is outside the workspace, where cells may not read it. Open its folder first.',
    );
  }
  const { keys, hasClasses, told } = await lookAt(uri, path, needs);
  const cells = [markdownCell(`# ${code(path)}\n\n${told}`), modelCell(dataCell({ path, ...keys }))];
  if (hasClasses) cells.push(modelCell(trainCell(firstModels(catalogue).map(({ id }) => id))));
  const { notebook } = await openNotebook(cells, needs.extensionId);
  await runCells(notebook, 1, cells.length);
}
