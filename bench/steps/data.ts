import { buildDataset, requireTarget } from '../../src/data/dataset';
import type { LabelledDataset } from '../../src/data/dataset';
import { readTable } from '../../src/data/formats';
import type { DataPlan } from '../../src/data/plan';
import { createRng } from '../../src/data/random';
import { strokeDigits } from '../../src/data/strokeDigits';
import { helpDeskMessages } from '../../src/data/toyMessages';
import { clouds } from '../data';

/** So many full batches that reads at the ends of epochs count as they do in practice. */
export const batchesPerEpoch = 20;

function dataset(header: string[], rows: (string | number)[][], plan: Omit<DataPlan, 'path'>): LabelledDataset {
  const csv = [[...header, 'fold'], ...rows.map((row) => [...row, 'train'])].map((row) => row.join(',')).join('\n');
  const path = 'data.csv';
  const table = readTable(path, new TextEncoder().encode(csv));
  return requireTarget(buildDataset(table, { path, split: { by: 'fold' }, ...plan }, 'of a benchmark'));
}

/** What networks are trained on: `rows` of a kind, all for training. */
export const data = {
  'numbers, 20 columns, 3 classes'(rows: number) {
    const { x, y } = clouds(rows, 20, 3, 1);
    const header = Array.from({ length: 20 }, (_, j) => `x${j}`);
    return dataset(
      [...header, 'kind'],
      Array.from(y, (label, i) => [...x.data.subarray(20 * i, 20 * (i + 1)), `k${label}`]),
      { target: 'kind' },
    );
  },
  'pictures, 8 by 8 pixels, 10 classes'(rows: number) {
    const { x, y } = strokeDigits(rows, 8, createRng(1));
    const header = Array.from({ length: 64 }, (_, j) => `pixel_${j}`);
    return dataset(
      [...header, 'digit'],
      Array.from(y, (digit, i) => [...x.data.subarray(64 * i, 64 * (i + 1)), digit]),
      { target: 'digit', image: { width: 8, height: 8, channels: 1 } },
    );
  },
  'texts, some 12 words, 2 classes'(rows: number) {
    const messages = helpDeskMessages(rows, createRng(1));
    return dataset(
      ['message', 'urgency'],
      messages.map(({ text, urgency }) => [`"${text}"`, urgency]),
      { target: 'urgency', text: { column: 'message' } },
    );
  },
} satisfies { readonly [name: string]: (rows: number) => LabelledDataset };

export type DataName = keyof typeof data;
