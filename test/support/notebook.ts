// The notebook that a VS Code window shows: running, reading and editing its cells.
import { basename } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { long, short, Window } from './window';

/** What there is to know about a cell. */
export interface Cell {
  index: number;
  kind: 'code' | 'markdown';
  language: string;
  source: string;
  /** Texts of the status bar below the cell, left to right. */
  statusBar: string[];
  state: 'idle' | 'pending' | 'running' | 'succeeded' | 'failed';
  /** The message of an error output. */
  error: string | undefined;
  /** Mime types of each output. */
  outputs: string[][];
}

export interface Problem {
  cell: number;
  severity: 'error' | 'warning' | 'information' | 'hint';
  message: string;
  /** The text that is underlined. */
  text: string;
}

export class NotebookWindow extends Window {
  /** When a cell's last run began, before the one that was asked for: its end is not what is waited for. */
  private earlierStarts = new Map<number, number | undefined>();

  /** Opens a file of the folder by its name, answers VS Code's question about notebooks, waits for the cells. */
  async openFile(name: string): Promise<void> {
    await this.pickQuickly('Control+P', name, basename(name));
    const tab = this.page.locator('.tab.active', { hasText: basename(name) });
    const question = this.page.getByRole('button', { name: 'Open Notebook' });
    await tab.or(question).first().waitFor({ timeout: long });
    if (!name.endsWith('.ipynb')) return;
    // counted, not looked at: the row of a markdown cell is empty, what is seen is in the webview
    const hasRows = async () => (await this.rows().count()) > 0;
    await this.waitFor(`the cells of ${name}`, async () => (await question.isVisible()) || (await hasRows()), long);
    if (await question.isVisible()) await this.answerNotebookQuestion();
    await this.waitFor(`the cells of ${name}`, hasRows, long);
    await this.waitFor(`${name} as the active notebook`, () =>
      this.evaluate(
        (vscode, end: string) => vscode.window.activeNotebookEditor?.notebook.uri.path.endsWith(end) ?? false,
        `/${name}`,
      ),
    );
  }

  /** VS Code without a server asks once per folder whether notebooks may run; this says yes for the whole folder. */
  async answerNotebookQuestion(): Promise<void> {
    await this.page.locator('.monaco-dialog-box .dialog-checkbox-row .monaco-checkbox').click({ timeout: short });
    await this.page.getByRole('button', { name: 'Open Notebook' }).click({ timeout: short });
  }

  private overlay(): Locator {
    return this.page.locator('.notebookOverlay:visible');
  }

  private rows(): Locator {
    return this.overlay().locator('.cell-list-container .monaco-list-rows > .monaco-list-row');
  }

  /** The row of a cell, scrolled into view: VS Code has no element for cells that are far from it. */
  async row(index: number): Promise<Locator> {
    await this.evaluate((vscode, index: number) => {
      const editor = vscode.window.activeNotebookEditor;
      const range = new vscode.NotebookRange(index, index + 1);
      editor?.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
    }, index);
    const row = this.overlay().locator(
      `.cell-list-container .monaco-list-rows > .monaco-list-row[data-index="${index}"]`,
    );
    // attached, not visible: the row of a markdown cell is empty, what is seen is in the webview
    await row.waitFor({ state: 'attached', timeout: short });
    return row;
  }

  async runAll(): Promise<void> {
    await this.kernelReady();
    await this.rememberStarts();
    await this.toolbarOr('Run All', 'notebook.execute');
  }

  /** Runs one cell without scrolling to it. */
  async runCell(index: number): Promise<void> {
    await this.kernelReady();
    await this.rememberStarts();
    await this.evaluate((vscode, index: number) => {
      // not awaited: the command ends when the cell does
      void vscode.commands.executeCommand('notebook.cell.execute', {
        ranges: [{ start: index, end: index + 1 }],
        document: vscode.window.activeNotebookEditor?.notebook.uri,
      });
    }, index);
  }

  async interrupt(): Promise<void> {
    await this.toolbarOr('Interrupt', 'notebook.cancelExecution');
  }

  /** A button of the notebook's toolbar; the command where the window is too narrow for it. */
  private async toolbarOr(label: string, id: string): Promise<void> {
    const button = this.overlay().locator('.notebook-toolbar-container .action-label', {
      hasText: new RegExp(`^\\s*${label}\\s*$`),
    });
    if (await button.first().isVisible()) await button.first().click({ timeout: short });
    else await this.evaluate((vscode, id: string) => void vscode.commands.executeCommand(id), id);
  }

  /** Extensions bring their kernels a moment after the notebook is open; a run before that asks which one to use. */
  private async kernelReady(): Promise<void> {
    const label = this.overlay().locator('.kernel-label').first();
    await this.waitFor(
      'a kernel',
      async () => !/^(|Select Kernel|Detecting Kernels)$/.test(await label.innerText()),
      long,
    );
  }

  private async rememberStarts(): Promise<void> {
    const starts = await this.evaluate((vscode) =>
      vscode.window.activeNotebookEditor?.notebook
        .getCells()
        .map((cell) => cell.executionSummary?.timing?.startTime ?? null),
    );
    this.earlierStarts = new Map(starts?.map((start, index) => [index, start ?? undefined]));
  }

  /** Waits for the end, good or bad, of the run that was last asked for; the cell may be off screen. */
  async waitForCellDone(index: number, timeout = long): Promise<void> {
    const earlier = this.earlierStarts.get(index) ?? null;
    await this.waitFor(
      `the end of cell ${index}`,
      () =>
        this.evaluate(
          (vscode, index: number, earlier: number | null) => {
            const summary = vscode.window.activeNotebookEditor?.notebook.cellAt(index).executionSummary;
            if (!summary || (summary.success === undefined && !summary.timing?.endTime)) return false;
            return earlier === null || summary.timing?.startTime !== earlier;
          },
          index,
          earlier,
        ),
      timeout,
    );
  }

  async cellCount(): Promise<number> {
    return this.evaluate((vscode) => vscode.window.activeNotebookEditor?.notebook.cellCount ?? 0);
  }

  /** One cell, scrolled into view to read its status bar. */
  async cell(index: number): Promise<Cell> {
    const row = await this.row(index);
    const fromHost = await this.evaluate((vscode, index: number) => {
      const cell = vscode.window.activeNotebookEditor!.notebook.cellAt(index);
      const items = cell.outputs.flatMap((output) => output.items);
      const error = items.find((item) => item.mime === 'application/vnd.code.notebook.error');
      return {
        kind: cell.kind === vscode.NotebookCellKind.Code ? ('code' as const) : ('markdown' as const),
        language: cell.document.languageId,
        source: cell.document.getText(),
        error: error && (JSON.parse(new TextDecoder().decode(error.data)) as { message: string }).message,
        outputs: cell.outputs.map((output) => output.items.map((item) => item.mime)),
      };
    }, index);
    const statusBar = row.locator('.cell-statusbar-container');
    const texts = await statusBar.locator('.cell-status-item:visible').allInnerTexts();
    const states = { executing: 'running', pending: 'pending', success: 'succeeded', error: 'failed' } as const;
    let state: Cell['state'] = 'idle';
    for (const [icon, name] of Object.entries(states)) {
      if ((await statusBar.locator(`.codicon-notebook-state-${icon}`).count()) > 0) state = name;
    }
    return {
      index,
      ...fromHost,
      error: fromHost.error ?? undefined,
      state,
      statusBar: texts.map((text) => text.trim()).filter(Boolean),
    };
  }

  /** Every cell of the notebook; scrolls through it. */
  async cells(): Promise<Cell[]> {
    const cells: Cell[] = [];
    for (let index = 0; index < (await this.cellCount()); index++) cells.push(await this.cell(index));
    return cells;
  }

  /** The decoded items of a cell's outputs: `{ mime, text }`. */
  async outputItems(index: number): Promise<{ mime: string; text: string }[]> {
    return this.evaluate(
      (vscode, index: number) =>
        vscode.window
          .activeNotebookEditor!.notebook.cellAt(index)
          .outputs.flatMap((output) => output.items)
          .map((item) => ({ mime: item.mime, text: new TextDecoder().decode(item.data) })),
      index,
    );
  }

  /** The frame in which the outputs of the shown notebook are drawn. */
  async outputFrame(): Promise<Frame> {
    return (await this.outputFrames())[0]!;
  }

  /** One frame for each shown notebook editor: two in a split. */
  async outputFrames(): Promise<Frame[]> {
    let frames: Frame[] = [];
    await this.waitFor('the frame of the outputs', async () => {
      const shown = await this.page.locator('.notebookOverlay:visible iframe.webview.ready').elementHandles();
      const outer = await Promise.all(shown.map((element) => element.contentFrame()));
      frames = outer
        .flatMap((frame) => frame?.childFrames() ?? [])
        .filter((frame) => frame.url().includes('fake.html'));
      return frames.length > 0;
    });
    return frames;
  }

  // ---- editing

  /** Replaces a cell's text through the API: fast, and no completion gets in the way. */
  async setCell(index: number, text: string): Promise<void> {
    await this.evaluate(
      async (vscode, index: number, text: string) => {
        const { document } = vscode.window.activeNotebookEditor!.notebook.cellAt(index);
        const edit = new vscode.WorkspaceEdit();
        edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
        await vscode.workspace.applyEdit(edit);
      },
      index,
      text,
    );
  }

  /** Types at the end of a cell, key by key, as a person does. `replace` empties it first. */
  async typeInCell(index: number, text: string, { replace = false } = {}): Promise<void> {
    await this.focusCell(index);
    if (replace) {
      await this.page.keyboard.press('Control+A');
      await this.page.keyboard.press('Delete');
    } else {
      await this.page.keyboard.press('Control+End');
    }
    await this.page.keyboard.type(text, { delay: 20 });
  }

  /** Puts the cursor into a cell's editor. */
  async focusCell(index: number): Promise<void> {
    const row = await this.row(index);
    await row.locator('.cell-editor-part .monaco-editor .view-lines').click({ timeout: short });
    await row.locator('.cell-editor-part .monaco-editor.focused').waitFor({ timeout: short });
  }

  /** Labels that completion offers at the cursor, as far as the list shows them. */
  async suggestions(): Promise<string[]> {
    const labels = this.page.locator('.suggest-widget.visible .monaco-list-row .label-name');
    if ((await labels.count()) === 0) await this.page.keyboard.press('Control+Space');
    await labels.first().waitFor({ timeout: short });
    return labels.allInnerTexts();
  }

  /** The text that appears when the mouse rests on a word of a cell. */
  async hover(index: number, word: string): Promise<string> {
    const row = await this.row(index);
    const lines = row.locator('.cell-editor-part .view-lines');
    await lines.waitFor({ timeout: short });
    const place = await lines.evaluate((element, word) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.nodeValue?.indexOf(word) ?? -1;
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
      return undefined;
    }, word);
    if (!place) throw new Error(`There is no ${word} in cell ${index} to point at.`);
    await this.page.mouse.move(place.x + 60, place.y + 40);
    await this.page.mouse.move(place.x, place.y, { steps: 3 });
    const content = this.page.locator(
      '.monaco-hover:visible .monaco-hover-content, .monaco-resizable-hover:visible .monaco-hover-content',
    );
    await content.first().waitFor({ timeout: short });
    return (await content.allInnerTexts()).join('\n').trim();
  }

  /** Problems reported in the cells of the shown notebook. */
  async problems(): Promise<Problem[]> {
    return this.evaluate((vscode) => {
      const severities = ['error', 'warning', 'information', 'hint'] as const;
      return vscode.window.activeNotebookEditor!.notebook.getCells().flatMap((cell) =>
        vscode.languages.getDiagnostics(cell.document.uri).map(({ severity, message, range }) => ({
          cell: cell.index,
          severity: severities[severity]!,
          message,
          text: cell.document.getText(range),
        })),
      );
    });
  }

  /** How many wavy lines a cell shows; waits a little for the first, which comes after the problem. */
  async squiggles(index: number): Promise<number> {
    const lines = (await this.row(index)).locator('.squiggly-error, .squiggly-warning, .squiggly-info');
    await lines
      .first()
      .waitFor({ state: 'attached', timeout: 3_000 })
      .catch(() => {});
    return lines.count();
  }
}
