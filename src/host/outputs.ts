import * as vscode from 'vscode';
import { Problem } from '../data/problem';
import { fromBase64 } from '../protocol/packing';
import { resultMime } from '../protocol/result';
import type { Result, RunningResult } from '../protocol/result';
import { textSummary } from '../protocol/textSummary';
import { readRunId, readRunning, readSavedResult } from './savedResult';
import type { SavedResult } from './savedResult';

const { text } = vscode.NotebookCellOutputItem;

/** What a cell holds while it runs. */
export function runningOutput(runId: string): vscode.NotebookCellOutput {
  const running: RunningResult = { version: 1, runId, running: true };
  return new vscode.NotebookCellOutput([text(JSON.stringify(running), resultMime), text('running…', 'text/plain')]);
}

/** Data for the renderer; a picture and text for places where the extension is not installed. */
export function resultOutput(result: Result, picture: string | undefined): vscode.NotebookCellOutput {
  const items = [text(JSON.stringify(result), resultMime), text(textSummary(result), 'text/plain')];
  if (picture !== undefined) items.splice(1, 0, new vscode.NotebookCellOutputItem(fromBase64(picture), 'image/png'));
  return new vscode.NotebookCellOutput(items);
}

/** The name of the error is the problem's code, which programs compare; people read the message. */
export function errorOutput(errors: readonly Error[]): vscode.NotebookCellOutput {
  const [first] = errors;
  const message = errors.map((error) => error.message).join('\n');
  const known = first instanceof Problem;
  const item = vscode.NotebookCellOutputItem.error({
    name: known ? first.code : 'unexpected-error',
    message,
    // what is shown; it does not wrap by itself
    stack: known ? wrapped(message) : (first?.stack ?? message),
  });
  return new vscode.NotebookCellOutput([item]);
}

/** Lines of at most 100 characters, broken between words. */
function wrapped(text: string): string {
  return text.replace(/(?![^\n]{1,100}$)([^\n]{1,100}) /gm, '$1\n');
}

const results = new WeakMap<vscode.NotebookCellOutputItem, SavedResult | false>();

/** The finished result that a cell shows. */
export function resultOf(cell: vscode.NotebookCell): SavedResult | undefined {
  const item = resultItem(cell);
  if (!item) return undefined;
  let known = results.get(item);
  if (known === undefined) results.set(item, (known = readSavedResult(item.data) ?? false));
  return known || undefined;
}

/** Whether a cell holds the mark of a run that had not ended. */
export function isUnfinished(cell: vscode.NotebookCell): boolean {
  const item = resultItem(cell);
  return item !== undefined && readRunning(item.data);
}

/** The run whose output a cell shows. */
export function runIdOf(cell: vscode.NotebookCell): string | undefined {
  const item = resultItem(cell);
  return item && readRunId(item.data);
}

function resultItem(cell: vscode.NotebookCell): vscode.NotebookCellOutputItem | undefined {
  return cell.outputs.flatMap((output) => output.items).find((item) => item.mime === resultMime);
}
