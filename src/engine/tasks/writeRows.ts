import type { Cell } from '../../data/cells';
import { counted } from '../../data/words';
import { toCsv } from '../../data/write';
import type { Parameter } from '../../protocol/cards';
import type { TaskContext } from '../task';

/** Options of the verbs that make rows. */
export const writeParameters: Parameter[] = [
  { name: 'to', type: 'newFile', doc: 'File of the workspace to write the rows to, as CSV.' },
  { name: 'overwrite', type: 'boolean', default: false, doc: 'Write over a file that exists.' },
];

/** Rows as they stand in a file. */
export interface Rows {
  header: string[];
  cells: Cell[][];
}

/** Writes rows where the cell asks for it by `to:`, and says where they are. */
export async function writeRows({ header, cells }: Rows, { plan, environment }: TaskContext): Promise<string[]> {
  const { to, overwrite } = plan.options;
  if (typeof to !== 'string') return [];
  const path = await environment.writeFile(to, new TextEncoder().encode(toCsv(header, cells)), overwrite === true);
  return [`${counted(cells.length, 'row')} written to ${path}.`];
}
