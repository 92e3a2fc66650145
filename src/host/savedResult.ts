import type { DataPlan } from '../protocol/plan';
import { result, runningResult } from '../protocol/result';
import type { NotebookState } from './notebookState';
import { isModelKey } from './modelKeys';

/** The part of a saved result that the host reads. What stands in a notebook may come from anybody, so it is checked. */
const head = result.pick({
  runId: true,
  verb: true,
  interrupted: true,
  data: true,
  engine: true,
  models: true,
  seconds: true,
  plan: true,
});

/** The mark of a running cell is smaller than this, in bytes; results are larger. */
const markSize = 300;

export type SavedResult = ReturnType<typeof head.parse>;

/** The result in an output item; nothing for one that is still running, damaged, or of a later version. */
export function readSavedResult(json: Uint8Array): SavedResult | undefined {
  return head.safeParse(parse(json)).data;
}

/** The run that an output item belongs to, finished or not. */
export function readRunId(json: Uint8Array): string | undefined {
  const value = parse(json);
  return isRecord(value) && typeof value['runId'] === 'string' ? value['runId'] : undefined;
}

/** Whether an output item is the mark of a run that had not ended when it was written. */
export function readRunning(json: Uint8Array): boolean {
  return json.length < markSize && runningResult.safeParse(parse(json)).success;
}

/** What later cells may use, from the results that a notebook holds: for one that was renamed, copied or sent by somebody. */
export function restoreState(results: readonly SavedResult[]): NotebookState {
  const state: NotebookState = { trained: {} };
  for (const { verb, plan, models } of results) {
    const data = isRecord(plan) ? plan['data'] : undefined;
    if (verb === 'data' && isDataPlan(data)) state.data = data;
    for (const { name, id, key } of models) if (isModelKey(key)) state.trained[name] = { model: id, key };
  }
  return state;
}

function isDataPlan(value: unknown): value is DataPlan {
  if (!isRecord(value) || typeof value['path'] !== 'string') return false;
  const { target, features, ignore, text, ratings, split } = value;
  const names = (list: unknown) =>
    list === undefined || (Array.isArray(list) && list.every((name) => typeof name === 'string'));
  return (
    (target === undefined || typeof target === 'string') &&
    names(features) &&
    names(ignore) &&
    (text === undefined || (isRecord(text) && typeof text['column'] === 'string')) &&
    (ratings === undefined ||
      (isRecord(ratings) && ['user', 'item', 'rating'].every((role) => typeof ratings[role] === 'string'))) &&
    (split === undefined || isSplit(split))
  );
}

function isSplit(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (typeof value['by'] === 'string') return true;
  return [value['test'], value['folds']].some((n) => typeof n === 'number') && typeof value['seed'] === 'number';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(json)) as unknown;
  } catch {
    return undefined;
  }
}
