import { catalogue } from '../engine/catalogue';
import { Problem } from '../data/problem';
import { contextOf, dataAfter, resolvePlan } from '../language/notebookSession';
import { isEmpty, locate, parseCell } from '../language/parseCell';
import type { ParsedCell } from '../language/parseCell';
import type { BackendChoice, TrainedReference } from '../protocol/messages';
import type { DataPlan } from '../protocol/plan';
import type { Result } from '../protocol/result';
import type { Engine } from './engine';
import type { Notebook } from './notebook';

/** What a person at the terminal sees. */
export interface Reporter {
  begin(cell: number, first: string): void;
  progress(text: string): void;
  end(summary: string): void;
}

/** The cell that failed, and why, with its place in the notebook. */
export class CellFailure extends Error {
  constructor(
    readonly cell: number,
    readonly code: string,
    readonly words: string,
    place: string,
  ) {
    super(`cell ${cell}${place}: ${words}`);
  }
}

/** Runs the cells of a notebook in order, as Run All does, and stops at the first failure, or after the cell in which `signal` comes. */
export async function executeCells(
  notebook: Notebook,
  backend: BackendChoice,
  engine: Engine,
  report: Reporter,
  finished: (cell: number, result: Result) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const cells = notebook.cells();
  const texts = cells.map(({ text }) => text);
  const trained: { [name: string]: TrainedReference } = {};
  let data: DataPlan | undefined;
  for (const [i, { number, text }] of cells.entries()) {
    const parsed = parseCell(text, { catalogue, names: contextOf(texts, i, catalogue).names });
    if (isEmpty(parsed)) continue;
    if (signal.aborted) return;
    report.begin(number, text.trim().split('\n')[0]!);
    try {
      if (!parsed.plan) throw firstProblem(parsed);
      data = dataAfter(data, parsed.plan);
      const plan = resolvePlan(parsed.plan, data, new Map(Object.entries(trained)));
      const runId = `cell-${number}`;
      const request = { runId, plan, backend, trained };
      const result = await engine.run(request, (progress) => report.progress(progress.text), signal);
      for (const { name, id, key } of result.models) if (key !== undefined) trained[name] = { model: id, key };
      await finished(number, result);
      report.end(`${result.engine.backend}, ${result.seconds.toFixed(1)} s`);
    } catch (error) {
      throw failureOf(number, error, parsed);
    }
  }
}

function firstProblem({ problems }: ParsedCell): Error {
  const [first] = problems;
  return first ? new Problem(first.code, first.message, first.at) : new Problem('empty-cell', 'the cell does nothing');
}

function failureOf(cell: number, error: unknown, parsed: ParsedCell): CellFailure {
  if (!(error instanceof Problem)) {
    return new CellFailure(
      cell,
      'unexpected-error',
      error instanceof Error ? (error.stack ?? error.message) : String(error),
      '',
    );
  }
  const known = parsed.problems.find(({ code, message }) => code === error.code && message === error.message);
  const { start } = known?.range ?? locate(error.at, parsed);
  return new CellFailure(cell, error.code, error.message, `, line ${start.line + 1}:${start.character + 1}`);
}
