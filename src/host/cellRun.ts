import * as vscode from 'vscode';
import catalogue from 'model-cells:catalogue';
import { Problem } from '../data/problem';
import { contextOf, dataAfter, resolvePlan } from '../language/notebookSession';
import { isEmpty, locate, parseCell } from '../language/parseCell';
import type { ParsedCell } from '../language/parseCell';
import type { BackendChoice, RunRequest } from '../protocol/messages';
import type { CellPlan } from '../protocol/plan';
import type { NotebookEngine } from './notebookEngine';
import { languageId } from './names';
import type { NotebookState, NotebookStates } from './notebookState';
import { errorOutput, resultOf, resultOutput, runningOutput } from './outputs';
import type { Job } from './queue';
import { revealCell } from './reveal';
import type { RunProblems } from './runProblems';
import { restoreState } from './savedResult';

export interface RunNeeds {
  engineOf(notebook: vscode.NotebookDocument): NotebookEngine;
  states: NotebookStates;
  problems: RunProblems;
}

/** One run of one cell: reads its text, has the engine run it, shows what came of it. */
export class CellRun implements Job {
  private readonly cell: vscode.NotebookCell;
  private readonly engine: NotebookEngine;
  private stopping = false;

  constructor(
    private readonly execution: vscode.NotebookCellExecution,
    private readonly needs: RunNeeds,
    private readonly order: () => number,
  ) {
    this.cell = execution.cell;
    this.engine = needs.engineOf(this.cell.notebook);
  }

  async run(): Promise<void> {
    if (this.isGone() || this.cell.notebook.isClosed) return this.drop();
    this.execution.executionOrder = this.order();
    this.execution.start(Date.now());
    this.needs.problems.clear(this.cell);
    const closing = untilClosed(this.cell.notebook);
    // outputs of a closed notebook may never be taken
    const success = await Promise.race([this.attempt().catch(() => false), closing.closed]);
    closing.dispose();
    this.execution.end(success, Date.now());
  }

  interrupt(): void {
    this.stopping = true;
    this.engine.interrupt();
    // nobody will see what a deleted cell has learned
    if (this.isGone()) this.engine.interrupt();
  }

  drop(): void {
    this.execution.end(undefined);
  }

  isGone(): boolean {
    return this.cell.index < 0;
  }

  /** Whether the cell shows a result now; otherwise it says why not. */
  private async attempt(): Promise<boolean> {
    await this.remember();
    const parsed = this.parse();
    if (isEmpty(parsed)) return this.showNothing();
    try {
      await this.show(await this.result(parsed));
      return true;
    } catch (error) {
      await this.fail(error, parsed);
      return false;
    }
  }

  private parse(): ParsedCell {
    const { notebook } = this.cell;
    const cells = notebook.getCells().filter((cell) => cell.document.languageId === languageId);
    const { names } = contextOf(
      cells.map((cell) => cell.document.getText()),
      cells.indexOf(this.cell),
      catalogue,
    );
    const trained = Object.entries(this.state().trained).map(([name, { model }]) => [name, model] as const);
    return parseCell(this.cell.document.getText(), { catalogue, names: new Map([...trained, ...names]) });
  }

  private async result(parsed: ParsedCell): Promise<vscode.NotebookCellOutput> {
    const { states } = this.needs;
    const plan = await this.planOf(parsed);
    const { data, trained } = this.state();
    const request: RunRequest = {
      runId: newRunId(),
      plan: resolvePlan(plan, data, new Map(Object.entries(trained))),
      backend: vscode.workspace
        .getConfiguration('modelCells', this.cell.notebook.uri)
        .get<BackendChoice>('backend', 'auto'),
      trained,
    };
    this.engine.begin(request.runId);
    await this.show(runningOutput(request.runId));
    if (this.stopping) throw new Problem('interrupted', 'The run was stopped before it began.');
    const { result, picture } = await this.engine.run(request, () => revealCell(this.cell));
    await states.addModels(this.uri, result.models);
    return resultOutput(result, picture);
  }

  /** The plan of a cell without mistakes. From here on, its data is the notebook's. */
  private async planOf({ plan, problems, verb }: ParsedCell): Promise<CellPlan> {
    const { states } = this.needs;
    if (!plan) {
      // cells below must not go on with other data than they stand under
      if (verb?.id === 'data') await states.setData(this.uri, undefined);
      const [first] = problems;
      throw new Problem(first?.code ?? 'empty-cell', problems.map(({ message }) => message).join('\n'));
    }
    const { data } = this.state();
    const next = dataAfter(data, plan);
    if (next !== data) await states.setData(this.uri, next);
    return plan;
  }

  private get uri(): string {
    return this.cell.notebook.uri.toString();
  }

  private state(): NotebookState {
    return this.needs.states.of(this.uri);
  }

  /** Takes up what the notebook's outputs say where this window has never run one of its cells. */
  private async remember(): Promise<void> {
    const { states } = this.needs;
    if (states.has(this.uri)) return;
    await states.save(this.uri, restoreState(this.cell.notebook.getCells().flatMap((cell) => resultOf(cell) ?? [])));
  }

  private async fail(error: unknown, parsed: ParsedCell): Promise<void> {
    const problem = error instanceof Error ? error : new Error(String(error));
    // those without a place are nobody's mistake; those that reading found are underlined by the editor already
    if (problem instanceof Problem && problem.at.length > 0 && parsed.plan)
      this.needs.problems.set(this.cell, problem, locate(problem.at, parsed));
    await this.show(errorOutput([problem]));
  }

  private async showNothing(): Promise<boolean> {
    await this.execution.clearOutput();
    return true;
  }

  /** A cell that was deleted, or whose notebook was closed, has no place to show anything in. */
  private async show(output: vscode.NotebookCellOutput): Promise<void> {
    if (!this.isGone() && !this.cell.notebook.isClosed) await this.execution.replaceOutput(output);
  }
}

/** Resolves when the notebook is closed, to what a run has achieved then. */
function untilClosed(notebook: vscode.NotebookDocument): { closed: Promise<false>; dispose(): void } {
  let subscription: vscode.Disposable | undefined;
  const closed = new Promise<false>((resolve) => {
    subscription = vscode.workspace.onDidCloseNotebookDocument((each) => each === notebook && resolve(false));
  });
  return { closed, dispose: () => subscription?.dispose() };
}

/** Not a secret, only different from every other: outputs are copied between notebooks. */
function newRunId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}
