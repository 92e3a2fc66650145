import { findModel } from '../models/index';
import type { TrainedModel } from '../training/trained';

const wholes: ReadonlySet<string> = new Set(['sequences', 'images', 'tokens', 'words']);

/** Whether a classifier can be fitted again to some of its columns, or to further ones: not if it reads rows as wholes. */
export function learnsColumns({ card, classifies }: TrainedModel): boolean {
  const reads = findModel(card.id)?.reads ?? 'numbers';
  return classifies && !wholes.has(reads);
}
