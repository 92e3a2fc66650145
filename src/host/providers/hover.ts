import * as vscode from 'vscode';
import { hover } from '../../language/hover';
import { toRange } from './cells';
import type { Cells } from './cells';

export class HoverProvider implements vscode.HoverProvider {
  constructor(private readonly cells: Cells) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const view = this.cells.view(document);
    if (!view) return undefined;
    const found = hover(document.getText(), document.offsetAt(position), await this.cells.context(view));
    return found && new vscode.Hover(new vscode.MarkdownString(found.markdown), toRange(found.range));
  }
}
