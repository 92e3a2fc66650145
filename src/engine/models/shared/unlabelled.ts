import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { TrainingData } from '../../model';

export function hasUnlabelled({ unlabelled }: TrainingData): boolean {
  return unlabelled !== undefined && unlabelled.rows > 0;
}

/** Training rows, then those without a label, whose class is -1. */
export function withUnlabelled({ x, y, unlabelled }: TrainingData): { x: Matrix; y: Int32Array } {
  if (!unlabelled) return { x, y };
  const all = matrix(x.rows + unlabelled.rows, x.columns);
  all.data.set(x.data);
  all.data.set(unlabelled.data, x.data.length);
  const labels = new Int32Array(all.rows).fill(-1);
  labels.set(y);
  return { x: all, y: labels };
}
