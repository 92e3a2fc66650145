import { unknown } from '../../data/problem';
import type { CellPath } from '../../data/problem';
import type { Figure } from '../../protocol/figures';
import type { QueryRequest } from '../../protocol/messages';
import type { Environment } from '../environment';
import { wholeRows } from '../../data/sequenceTable';
import { loadDataset, loadTable, rethrowAt } from '../load';
import type { EngineMemory } from '../memory';
import { Trainer } from '../training/trainer';
import { anomalyPlane } from './anomalyPlane';
import { ledger } from './ledger';
import { plane } from './plane';
import { point } from './point';
import type { QuerySpec } from './query';
import { samples } from './samples';
import { uncertainty } from './uncertainty';

/** Every question that a control in a figure can ask. */
export const queries: readonly QuerySpec[] = [
  plane, //
  ledger,
  point,
  samples,
  anomalyPlane,
  uncertainty,
];

/** Answers a question about a finished run from the models that it kept. */
export async function runQuery(request: QueryRequest, environment: Environment, memory: EngineMemory): Promise<Figure> {
  const { query: id, plan, trained, args } = request;
  const query = queries.find((candidate) => candidate.id === id);
  if (!query)
    throw unknown(
      'query',
      id,
      queries.map((candidate) => candidate.id),
    );
  const { signal } = new AbortController();
  const dataset = await loadDataset(plan.data, environment, memory, signal);
  // the run's own models may know other classes than the file: one was left out, or a density needs none
  const file = { ...dataset };
  delete file.target;
  const trainer = new Trainer({ dataset: file, environment, memory, signal, seed: 0, trained });
  try {
    const models = [];
    for (const name of Object.keys(trained))
      models.push(await trainer.obtain({ ref: name, name, options: {}, at: [] }));
    const readTable = async (path: string, at: CellPath) =>
      wholeRows((await loadTable(path, environment, memory, signal).catch(rethrowAt(at))).table, plan.data);
    return await query.answer({ plan, dataset, models, args, readTable });
  } finally {
    trainer.dispose();
  }
}
