import * as vscode from 'vscode';
import catalogue from 'model-cells:catalogue';
import { dataCell, trainCell } from '../cellText';
import { pathInCell } from '../dataFiles';
import { runCells } from '../runCells';
import { firstModels, guessTarget } from './guesses';
import type { Guess } from './guesses';
import type { CommandNeeds } from './index';
import { markdownCell, modelCell, openNotebook } from './notebooks';

/** Makes a notebook that describes a data file and, where a target can be guessed, trains two kinds of model on it. */
export async function exploreFile(needs: CommandNeeds, argument: vscode.Uri | undefined): Promise<void> {
  const file = argument ?? vscode.window.activeTextEditor?.document.uri;
  if (!file) return;
  const path = pathInCell({ uri: file, isUntitled: true }, file);
  if (path === undefined) {
    return void vscode.window.showErrorMessage(
      'This file is outside the workspace, where cells may not read it. Open its folder first.',
    );
  }
  const target = guessTarget(await needs.columnsOf(file));
  const cells = [
    markdownCell(introduction(path, target)),
    modelCell(dataCell({ path, ...(target ? { target: target.name } : {}) })),
  ];
  if (target) cells.push(modelCell(trainCell(firstModels(catalogue).map(({ id }) => id))));
  const { notebook } = await openNotebook(cells, needs.extensionId);
  await runCells(notebook, 1, cells.length);
}

function introduction(path: string, target: Guess | undefined): string {
  const guess =
    target === undefined
      ? 'No column looked like classes to predict. Write `target: column` into the cell below to choose one, and run it.'
      : `The target is a guess: ${code(target.name)}, because ${target.because}. Change it in the cell below if you want to predict another one, and run the cells again.`;
  return `# ${code(path)}\n\n${guess}`;
}

/** Names come from files: as code they cannot be read as markup. */
function code(name: string): string {
  return `\`${name.replaceAll('`', "'").replace(/\s/g, ' ')}\``;
}
