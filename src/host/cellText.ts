import { stringify } from 'yaml';
import { quoted } from '../language/quoted';
import type { DataPlan, ModelRequest } from '../protocol/plan';

/** A cell that describes the data. */
export function dataCell({
  path,
  labels,
  target,
  features,
}: Pick<DataPlan, 'path' | 'labels' | 'target' | 'features'>): string {
  const lines = [`data: ${quoted(path)}`];
  if (labels !== undefined) lines.push(`labels: ${quoted(labels)}`);
  if (target !== undefined) lines.push(`target: ${quoted(target)}`);
  if (features !== undefined) lines.push(`features: ${list(features)}`);
  return lines.join('\n');
}

/** A cell that trains models on the current data. */
export function trainCell(models: readonly string[]): string {
  return `train: ${list(models)}`;
}

/**
 * A cell that samples from what another cell trains: by its name, or by the same model with the same options; on the same
 * data, of which `own` are the keys that stand in the training cell.
 */
export function sampleCell(request: ModelRequest, own: Partial<DataPlan>): string {
  const { path, ...keys } = own;
  const named = request.name !== request.model || Object.keys(request.options).length === 0;
  const value = named ? quoted(request.name) : flow({ [request.name]: request.options });
  const data = path === undefined ? Object.entries(keys).map(([key, part]) => `${key}: ${flow(part)}`) : [];
  return [`sample: ${value}`, ...data].join('\n');
}

function list(names: readonly string[]): string {
  return `[${names.map(quoted).join(', ')}]`;
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
}
