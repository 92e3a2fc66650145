import type { Table } from '../data/table';
import type { SavedModel } from '../protocol/messages';
import { Recent } from './recent';

export interface FileContent {
  /** SHA-256 of the bytes, hexadecimal. */
  hash: string;
  table: Table;
}

/** What the engine keeps between runs, so that a file is read once and a figure can be asked again at once. */
export class EngineMemory {
  /** By address and version of the file. */
  readonly versions = new Recent<FileContent>(3);
  /** By format and hash of the bytes: the same content under another name or date is not parsed again. */
  readonly contents = new Recent<FileContent>(3);
  /** By key. */
  readonly models = new Recent<SavedModel>(64);
}
