import { sha256 } from '../../data/hash';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import type { CellPath } from '../../data/problem';
import type { Json } from '../../protocol/cards';
import type { SavedModel, TrainedReference } from '../../protocol/messages';
import { isModelFile } from '../../protocol/plan';
import type { ModelRequest } from '../../protocol/plan';
import type { Environment } from '../environment';
import { findModel, findRatingModel } from '../models/index';
import type { ModelStore } from './store';
import { restore } from './trained';

/** Larger files are not read as models, in bytes. */
const mostBytes = 1 << 27;

/**
 * Reads the models that a cell names by files which `export` has written, and keeps them, so that they count as trained
 * ones from then on: under a key of their own, whatever the file claims. Throws a `Problem` for a file that is no model.
 */
export async function openModelFiles(
  requests: readonly ModelRequest[],
  environment: Environment,
  store: ModelStore,
): Promise<{ [name: string]: TrainedReference }> {
  const opened: { [name: string]: TrainedReference } = {};
  for (const { ref, model, at } of requests) {
    if (model !== undefined || !isModelFile(ref)) continue;
    const bytes = await bytesOf(ref, environment, at);
    const saved = parse(bytes, ref, at);
    const key = await sha256(new TextEncoder().encode(`file ${await sha256(bytes)}`));
    const own: SavedModel = { ...saved, facts: { ...(saved.facts as { [name: string]: Json }), key } };
    await check(own, ref, environment, at);
    await store.write(key, own);
    opened[ref] = { model: own.model as string, key };
  }
  return opened;
}

async function bytesOf(path: string, environment: Environment, at: CellPath): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const file = await environment.locate(path);
    if (file.size > mostBytes) throw new Problem('no-model', `${path} is too large to be a model`, at);
    return (await environment.readFile(file)) as Uint8Array<ArrayBuffer>;
  } catch (error) {
    // the file stands where the model does, not in the data
    if (error instanceof Problem) throw new Problem(error.code, error.message, at);
    throw error;
  }
}

function parse(bytes: Uint8Array, path: string, at: CellPath): { [name: string]: Json } {
  const wrong = new Problem(
    'no-model',
    `${path} holds no model; expected a file that \`export\` has written with format json`,
    at,
  );
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes)) as Json;
  } catch {
    throw wrong;
  }
  if (!isRecord(value) || typeof value.model !== 'string' || !isRecord(value.facts)) throw wrong;
  if (!findModel(value.model) && !findRatingModel(value.model)) throw wrong;
  return value;
}

function isRecord(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A model of classes must answer for a row of its own width with a probability for each of its classes. */
async function check(saved: SavedModel, path: string, { kernel }: Environment, at: CellPath): Promise<void> {
  const spec = findModel(saved.model as string);
  if (!spec) return;
  const damaged = new Problem('damaged-model', `the model in ${path} is damaged; export it again`, at);
  try {
    const model = restore(path, spec, saved, kernel);
    try {
      const { encoding, target } = model.facts;
      const { features, columns } = encoding;
      const width = features.reduce((sum, feature) => sum + feature.width, 0);
      const inside = width === columns.length && features.every((feature) => feature.start + feature.width <= width);
      const describes = inside && (width > 0 || spec.reads === 'sequences');
      // sequences have no row of a width
      const asks = model.classifies && spec.reads !== 'sequences';
      const proba = asks ? await model.predictProba(matrix(1, columns.length)) : undefined;
      if (!describes || (proba && !isDistribution(proba, target.classes.length))) throw damaged;
    } finally {
      model.dispose();
    }
  } catch {
    throw damaged;
  }
}

function isDistribution({ columns, data }: Matrix, classes: number): boolean {
  return columns === classes && Math.abs(data.reduce((sum, p) => sum + p, 0) - 1) < 1e-3;
}
