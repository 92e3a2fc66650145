import * as vscode from 'vscode';
import { Problem } from '../../data/problem';
import { counted, listed } from '../../data/words';
import type { DataPlan } from '../../protocol/plan';
import { picturesIn } from '../folders';
import { guessTarget } from './guesses';
import type { CommandNeeds } from './index';

/** What can be told of data before a cell reads it. */
export interface Look {
  /** Keys of the data cell besides the path. */
  keys: Pick<DataPlan, 'target' | 'labels'>;
  /** There is something to predict. */
  hasClasses: boolean;
  /** What was found, in whole sentences. */
  told: string;
}

/** Looks at a data file, or at a folder of pictures. Throws a `Problem` for what is no data. */
export async function lookAt(uri: vscode.Uri, path: string, needs: CommandNeeds): Promise<Look> {
  const { type } = await vscode.workspace.fs.stat(uri);
  if (type & vscode.FileType.Directory) return lookAtPictures(uri, path);
  return (await lookAtLabels(uri, path)) ?? lookAtColumns(uri, needs);
}

async function lookAtPictures(folder: vscode.Uri, path: string): Promise<Look> {
  const places = await picturesIn(folder, path);
  const classes = [...new Set(places.flatMap(({ label }) => label ?? []))].sort();
  const hasClasses = classes.length > 1;
  const told = hasClasses
    ? `${counted(places.length, 'picture')}. The folder of each is its class: ${listed(classes.map(code))}.`
    : `${counted(places.length, 'picture')} without classes. To tell kinds of pictures apart, put those of each kind into a sub-folder of its own.`;
  return { keys: {}, hasClasses, told };
}

/** The pictures of MNIST and the like have their labels in a file beside them, as `train-labels-idx1-ubyte`. */
async function lookAtLabels(file: vscode.Uri, path: string): Promise<Look | undefined> {
  const name = nameOf(file);
  const labels = name.replace(/images/i, 'labels').replace(/idx[34]/i, 'idx1');
  if (labels === name || !/idx1/i.test(labels)) return undefined;
  try {
    await vscode.workspace.fs.stat(vscode.Uri.joinPath(file, '..', labels));
  } catch {
    return undefined;
  }
  const told = `The classes are those of the file ${code(labels)}, which by its name belongs to it.`;
  const inCell = path.slice(0, path.length - name.length) + labels;
  return { keys: { labels: inCell }, hasClasses: true, told };
}

async function lookAtColumns(file: vscode.Uri, needs: CommandNeeds): Promise<Look> {
  const columns = await needs.columnsOf(file).catch((error: unknown) => {
    // data all the same, which only the engine can read
    if (error instanceof Problem && ['columns-unknown', 'file-too-large'].includes(error.code)) return undefined;
    throw error;
  });
  if (!columns) {
    const told =
      'The cell below shows its columns. Write `target: column` into it to choose what to predict, and run it again.';
    return { keys: {}, hasClasses: false, told };
  }
  const target = guessTarget(columns);
  const told = target
    ? `The target is a guess: ${code(target.name)}, because ${target.because}. Change it in the cell below if you want to predict another one, and run the cells again.`
    : 'No column looked like classes to predict. Write `target: column` into the cell below to choose one, and run it.';
  return { keys: target ? { target: target.name } : {}, hasClasses: target !== undefined, told };
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Names come from files: as code they cannot be read as markup. */
export function code(name: string): string {
  return `\`${name.replaceAll('`', "'").replace(/\s/g, ' ')}\``;
}
