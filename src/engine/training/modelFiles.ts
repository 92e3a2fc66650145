import { sha256 } from '../../data/hash';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import type { CellPath } from '../../data/problem';
import { createRng } from '../../data/random';
import type { Json } from '../../protocol/cards';
import type { SavedModel, TrainedReference } from '../../protocol/messages';
import { isModelFile } from '../../protocol/plan';
import type { ModelRequest } from '../../protocol/plan';
import type { Environment } from '../environment';
import type { Kernel } from '../math/kernel';
import type { ModelSpec } from '../model';
import { findModel, findRatingModel } from '../models/index';
import { Damaged, damaged } from '../models/shared/saved';
import type { RatingModelSpec } from '../ratingModel';
import { restoreRatings } from '../ratings/trained';
import type { ModelStore } from './store';
import { restore } from './trained';

/** Larger files are not read as models, in bytes. */
const mostBytes = 1 << 27;
/** Pairs of user and item whose spread is looked at: each takes equations of its own. */
const mostSpreads = 1000;

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

/** Throws a `Problem` that says what is wrong with the file, where the model stands. */
async function check(saved: SavedModel, path: string, { kernel }: Environment, at: CellPath): Promise<void> {
  try {
    const id = saved.model as string;
    const spec = findModel(id);
    await (spec ? checkClasses(spec, saved, path, kernel) : checkRatings(findRatingModel(id)!, saved, path));
  } catch (error) {
    const what = error instanceof Damaged ? error.what : 'it gives no answer';
    throw new Problem('damaged-model', `the model in ${path} is damaged: ${what}; export it again`, at);
  }
}

/** A model of classes must answer for a row of its own width with a probability for each of its classes. */
async function checkClasses(spec: ModelSpec, saved: SavedModel, path: string, kernel: Kernel): Promise<void> {
  const model = restore(path, spec, saved, kernel);
  try {
    const { encoding, target } = model.facts;
    const { features, columns } = encoding;
    const width = features.reduce((sum, feature) => sum + feature.width, 0);
    const inside = width === columns.length && features.every((feature) => feature.start + feature.width <= width);
    const describes = inside && (width > 0 || spec.reads === 'sequences');
    if (!describes) throw damaged('its columns are not those of its features');
    // sequences have no row of a width
    const asks = model.classifies && spec.reads !== 'sequences';
    const proba = asks ? await model.predictProba(matrix(1, columns.length)) : undefined;
    if (proba && !isDistribution(proba, target.classes.length)) throw damaged('its answer is no distribution');
  } finally {
    model.dispose();
  }
}

/** A model of ratings must answer for its users and items, for some of them with a spread, and invent a user. */
function checkRatings(spec: RatingModelSpec, saved: SavedModel, path: string): void {
  const { fitted, ids } = restoreRatings(path, spec, saved);
  const pairs = Array.from({ length: Math.max(ids.user.length, ids.item.length) }, (_, e) => e);
  const users = pairs.map((e) => e % ids.user.length);
  const items = pairs.map((e) => e % ids.item.length);
  const answers = [
    fitted.predict(users, items),
    fitted.predictWithSpread(users.slice(0, mostSpreads), items.slice(0, mostSpreads)).sd,
    fitted.sampleUsers(1, createRng(0)).data,
    fitted.itemMap().data,
  ];
  if (!answers.every((values) => values.every(Number.isFinite))) throw damaged('its answers are not finite');
}

function isDistribution({ columns, data }: Matrix, classes: number): boolean {
  return columns === classes && Math.abs(data.reduce((sum, p) => sum + p, 0) - 1) < 1e-3;
}
