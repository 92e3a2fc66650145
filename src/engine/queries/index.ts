import { unknown } from '../../data/problem';
import type { Figure } from '../../protocol/figures';
import type { QueryRequest } from '../../protocol/messages';
import type { Environment } from '../environment';
import { loadDataset } from '../load';
import type { EngineMemory } from '../memory';
import { Trainer } from '../training/trainer';
import { ledger } from './ledger';
import { plane } from './plane';
import { point } from './point';
import type { QuerySpec } from './query';
import { samples } from './samples';

/** Every question that a control in a figure can ask. */
export const queries: readonly QuerySpec[] = [
  plane, //
  ledger,
  point,
  samples,
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
  const trainer = new Trainer({ dataset, environment, memory, signal, seed: 0, trained });
  try {
    const models = [];
    for (const name of Object.keys(trained))
      models.push(await trainer.obtain({ ref: name, name, options: {}, at: [] }));
    return await query.answer({ plan, dataset, models, args });
  } finally {
    trainer.dispose();
  }
}
