import * as vscode from 'vscode';
import catalogue from 'model-cells:catalogue';
import { dataCell, trainCell } from '../cellText';
import { baseFolders, findDataFiles, pathInCell } from '../dataFiles';
import { runCells } from '../runCells';
import type { CommandNeeds } from './index';
import { firstModels, guessTarget } from './guesses';
import type { ColumnTraits } from './guesses';
import { activeOwnEditor, insertCells, modelCell, openNotebook } from './notebooks';
import { modelItems } from './picks';

const title = 'Train on Workspace Data';

/** Asks for file, target, features and models, writes the cells and runs them. */
export async function trainOnData(needs: CommandNeeds): Promise<void> {
  const editor = activeOwnEditor();
  // a new notebook starts its paths from the workspace folder, as an untitled one does
  const place = editor?.notebook ?? { uri: vscode.Uri.parse('untitled:new.ipynb'), isUntitled: true };
  const folders = baseFolders(place);
  if (folders.length === 0) return void vscode.window.showInformationMessage('Open a folder with data files first.');

  const file = await pickFile(place, folders);
  if (!file) return;
  const columns = await needs.columnsOf(file.uri);
  const target = await pickTarget(columns);
  if (!target) return;
  const features = await pickFeatures(columns, target.label);
  if (!features) return;
  const models = await vscode.window.showQuickPick(modelItems(firstModels(catalogue)), {
    title: `${title}: models (4 of 4)`,
    placeHolder: 'Models to train and compare on the same split',
    canPickMany: true,
    matchOnDetail: true,
  });
  if (!models || models.length === 0) return;

  const cells = [
    modelCell(dataCell({ path: file.label, target: target.label, ...(features === 'all' ? {} : { features }) })),
    modelCell(trainCell(models.map(({ label }) => label))),
  ];
  if (!editor) {
    const { notebook } = await openNotebook(cells, needs.extensionId);
    return runCells(notebook, 0, cells.length);
  }
  const at = editor.selections[0]?.end ?? editor.notebook.cellCount;
  await insertCells(editor.notebook, at, cells);
  editor.revealRange(new vscode.NotebookRange(at, at + cells.length));
  await runCells(editor.notebook, at, at + cells.length);
}

function pickFile(notebook: { uri: vscode.Uri; isUntitled: boolean }, folders: vscode.Uri[]) {
  const items = findDataFiles(folders).then((files) =>
    files
      .flatMap((uri) => {
        const label = pathInCell(notebook, uri);
        return label === undefined ? [] : [{ label, uri }];
      })
      .sort((a, b) => (a.label < b.label ? -1 : 1)),
  );
  return vscode.window.showQuickPick(items, {
    title: `${title}: file (1 of 4)`,
    placeHolder: 'A data file of the workspace',
  });
}

function pickTarget(columns: readonly ColumnTraits[]) {
  const guess = guessTarget(columns)?.name;
  const items = columns.map((column) => ({ label: column.name, description: describe(column) }));
  // the guess comes first, so that Enter takes it
  items.sort((a, b) => Number(b.label === guess) - Number(a.label === guess));
  return vscode.window.showQuickPick(items, {
    title: `${title}: target (2 of 4)`,
    placeHolder: 'The column to predict',
  });
}

/** `all`: what the cell means when it names no features. */
async function pickFeatures(columns: readonly ColumnTraits[], target: string): Promise<string[] | 'all' | undefined> {
  const items = columns
    .filter(({ name }) => name !== target)
    .map((column) => ({ label: column.name, description: describe(column), picked: column.kind !== 'text' }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `${title}: features (3 of 4)`,
    placeHolder: 'The columns to learn from',
    canPickMany: true,
  });
  if (!picked || picked.length === 0) return undefined;
  const untouched = items.every((item) => item.picked === picked.includes(item));
  return untouched ? 'all' : picked.map(({ label }) => label);
}

function describe({ kind, levels }: ColumnTraits): string {
  if (kind !== 'categorical' || !levels) return kind === 'numeric' ? 'numbers' : kind;
  const shown = levels.slice(0, 4).join(', ');
  return `${levels.length} values: ${shown}${levels.length > 4 ? ', …' : ''}`;
}
