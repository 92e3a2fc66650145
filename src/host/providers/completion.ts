import * as vscode from 'vscode';
import { complete } from '../../language/complete';
import type { Completion, CompletionKind } from '../../language/complete';
import { toRange } from './cells';
import type { Cells } from './cells';

/** Characters after which something new begins. */
export const triggers = [':', ' ', '[', '{', ',', '/', '"', "'"];

const kinds: { readonly [K in CompletionKind]: vscode.CompletionItemKind } = {
  verb: vscode.CompletionItemKind.Keyword,
  key: vscode.CompletionItemKind.Property,
  model: vscode.CompletionItemKind.Class,
  name: vscode.CompletionItemKind.Variable,
  choice: vscode.CompletionItemKind.EnumMember,
  value: vscode.CompletionItemKind.Value,
  file: vscode.CompletionItemKind.File,
  column: vscode.CompletionItemKind.Field,
  class: vscode.CompletionItemKind.Constant,
};

export class CompletionProvider implements vscode.CompletionItemProvider {
  constructor(private readonly cells: Cells) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const view = this.cells.view(document);
    if (!view) return [];
    const context = await this.cells.context(view);
    return complete(document.getText(), document.offsetAt(position), context).map(toItem);
  }
}

function toItem(completion: Completion, index: number): vscode.CompletionItem {
  const { label, kind, insertText, snippet, again, detail, documentation, range } = completion;
  const item = new vscode.CompletionItem(label, kinds[kind]);
  item.insertText = snippet === true ? new vscode.SnippetString(insertText) : insertText;
  item.range = toRange(range);
  item.filterText = label;
  // in the order given, not by the alphabet
  item.sortText = String(index).padStart(5, '0');
  if (detail !== undefined) item.detail = detail;
  if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
  if (again === true) item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
  return item;
}
