import type { Dataset } from '../data/dataset';
import { createRng } from '../data/random';
import { wholeRows } from '../data/sequenceTable';
import { Problem } from '../data/problem';
import { predictionSentence, suits } from '../protocol/capabilitySentence';
import type { Json, TaskCard } from '../protocol/cards';
import type { RunRequest, TrainedReference } from '../protocol/messages';
import type { ModelRequest } from '../protocol/plan';
import type { DataResult, Result } from '../protocol/result';
import type { Environment } from './environment';
import { loadDataset, loadTable, rethrowAt } from './load';
import type { EngineMemory } from './memory';
import { modelCards } from './models/index';
import { RatingTrainer } from './ratings/trainer';
import { resolveOptions } from './training/options';
import { findTask, tasks } from './tasks/index';
import { openModelFiles } from './training/modelFiles';
import { ModelStore } from './training/store';
import { Trainer } from './training/trainer';
import { wholeWithoutTarget } from './withoutTarget';

/**
 * Runs one cell: reads the data, does what the verb asks and puts the answer into its envelope. A stopped run returns what
 * was learned until then. Throws a `Problem` for everything that a user can mend.
 */
export async function runPlan(
  request: RunRequest,
  environment: Environment,
  memory: EngineMemory,
  signal: AbortSignal,
): Promise<Result> {
  const { runId, plan, trained } = request;
  const start = environment.now();
  const task = findTask(plan.verb);
  const options = resolveOptions(task.card.parameters, plan.options, []);
  const loaded = await loadDataset(plan.data, environment, memory, signal);
  const seed = typeof options.seed === 'number' ? options.seed : 0;
  const rng = createRng(seed).fork(task.card.id);
  const opened = await openModelFiles(plan.models, environment, new ModelStore(memory, environment));
  const known = { ...trained, ...opened };
  refuseOtherPredictions(task.card, plan.models, known);
  const dataset = task.withoutTarget ? wholeWithoutTarget(loaded, plan.models, known) : loaded;
  const setting = { dataset, environment, memory, signal, seed, trained: known };
  const trainer = new Trainer({ ...setting, unlabelled: options.unlabelled === true });
  try {
    const { dataset: taken = dataset, ...outcome } = await task.run({
      plan: { ...plan, options },
      dataset,
      environment,
      readTable: async (path, at) =>
        wholeRows((await loadTable(path, environment, memory, signal).catch(rethrowAt(at))).table, plan.data),
      trainer,
      ratingTrainer: new RatingTrainer(setting),
      rng,
      signal,
    });
    return {
      version: 1,
      runId,
      verb: plan.verb,
      ...(signal.aborted ? { interrupted: true } : {}),
      data: describe(taken),
      engine: { ...environment.backend, seed },
      ...outcome,
      seconds: (environment.now() - start) / 1000,
      plan: plan as unknown as Json,
    };
  } finally {
    trainer.dispose();
  }
}

/** What a model predicts is known to the editor for models that are named, but not for those in files. */
function refuseOtherPredictions(
  task: TaskCard,
  requests: readonly ModelRequest[],
  trained: { readonly [name: string]: TrainedReference },
): void {
  for (const { ref, model, at } of requests) {
    const id = model ?? trained[ref]?.model ?? ref;
    const card = modelCards.find((one) => one.id === id);
    if (!card || suits(card, task)) continue;
    const taskCards = tasks.map((one) => one.card);
    const sentence = predictionSentence(card, task, taskCards, modelCards);
    throw new Problem('other-prediction', ref === id ? sentence : `${ref}: ${sentence}`, at);
  }
}

function describe({ plan, hash, rows, features, target, parts, missingCells }: Dataset): DataResult {
  return {
    path: plan.path,
    hash,
    rows,
    features: features.map(({ name }) => name),
    ...(target && !target.whole ? { target: target.name, classes: target.classes } : {}),
    train: parts.train.length,
    validation: parts.validation.length,
    ...(parts.folds ? { folds: parts.folds.length, test: parts.train.length } : { test: parts.test.length }),
    missingCells,
    unlabelled: parts.unlabelled.length,
  };
}
