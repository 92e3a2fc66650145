import * as vscode from 'vscode';
import { languageId } from '../names';
import { Cells } from './cells';
import type { ProviderServices } from './cells';
import { CompletionProvider, triggers } from './completion';
import { Diagnostics } from './diagnostics';
import { HoverProvider } from './hover';

export type { ProviderServices } from './cells';

/** Completion, hover, problems and quick fixes for model cells. */
export function registerProviders(services: ProviderServices): vscode.Disposable {
  const selector: vscode.DocumentSelector = { language: languageId };
  const cells = new Cells(services);
  const diagnostics = new Diagnostics(cells);
  return vscode.Disposable.from(
    diagnostics,
    vscode.languages.registerCompletionItemProvider(selector, new CompletionProvider(cells), ...triggers),
    vscode.languages.registerHoverProvider(selector, new HoverProvider(cells)),
    vscode.languages.registerCodeActionsProvider(selector, diagnostics, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}
