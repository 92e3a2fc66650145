import type { HouseProcedures, LocatedFile, SavedModel } from '../protocol/messages';
import { fromBase64 } from '../protocol/packing';
import type { Handlers } from '../protocol/channel';
import type { NotebookFiles } from './files';

/** What an engine may ask of the command line: files of the notebook, and the models that this run has trained. */
export class House {
  private readonly models = new Map<string, SavedModel>();

  constructor(private readonly files: NotebookFiles) {}

  readonly procedures: Handlers<HouseProcedures> = {
    locate: ({ path }) => this.files.locate(path),
    readModel: ({ key }) => this.models.get(key) ?? null,
    writeModel: ({ key, model }) => void this.models.set(key, model),
    writeFile: ({ path, base64, overwrite }) => this.files.write(path, fromBase64(base64), overwrite),
  };

  readFile(file: LocatedFile): Promise<Uint8Array> {
    return this.files.read(file);
  }
}
