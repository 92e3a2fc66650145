import type { Dataset } from '../../data/dataset';
import { defaultText } from '../../data/plan';
import type { Json } from '../../protocol/cards';
import type { Options } from '../model';
import { sha256 } from '../../data/hash';

/** Raised whenever a model of the same id, data and options would be fitted or saved differently. */
export const savedVersion = 1;

/** JSON with sorted keys: equal values give equal text. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.keys(value).sort();
  return `{${entries.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key]!)}`).join(',')}}`;
}

/** The key of a model whose training was stopped: what it learned is kept, but never taken for the whole. */
export function stoppedKey(key: string, steps: number): Promise<string> {
  return hashOf({ key, steps });
}

/** The key under which a trained model is kept: a hash of everything that decides what it learns. `unlabelled`: also from rows without a class. */
export async function modelKey(
  dataset: Dataset,
  model: string,
  options: Options,
  seed: number,
  unlabelled = false,
): Promise<string> {
  const { split, text, sequence, ratings } = dataset.plan;
  const { target, selection, image } = dataset;
  const content: Json = {
    version: savedVersion,
    file: dataset.hash,
    target: target && !target.whole ? target.name : null,
    features: dataset.features.map((column) => column.name),
    split: split === undefined ? null : { ...split },
    ...(text ? { text: { ...defaultText, ...text } } : {}),
    ...(sequence ? { sequence: { ...sequence } } : {}),
    ...(ratings ? { ratings: { ...ratings } } : {}),
    ...(image ? { image: { ...image } } : {}),
    ...(selection === undefined ? {} : { selection }),
    model,
    options: { ...options },
    ...(unlabelled ? { unlabelled } : {}),
    seed,
  };
  return hashOf(content);
}

function hashOf(content: Json): Promise<string> {
  return sha256(new TextEncoder().encode(canonicalJson(content)));
}
