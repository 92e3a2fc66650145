import type { TrainedReference } from '../../src/protocol/messages';
import type { Result } from '../../src/protocol/result';

/** The models of a figure's panels that were kept, by name. */
export function trainedModels(
  { models }: Result,
  panels: readonly { model: string }[],
): { [name: string]: TrainedReference } {
  const drawn = new Set(panels.map(({ model }) => model));
  return Object.fromEntries(
    models.flatMap(({ name, id, key }) => (key !== undefined && drawn.has(name) ? [[name, { model: id, key }]] : [])),
  );
}
