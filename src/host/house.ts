import { fromBase64 } from '../protocol/packing';
import type { WorkspaceFiles } from './files';
import type { House } from './messaging';
import type { ModelStore } from './models';

/** Files and trained models for the webviews of a notebook. */
export function makeHouse(files: WorkspaceFiles, models: ModelStore): House {
  return (notebook) => ({
    locate: ({ path }) => files.locate(notebook, path),
    readChunk: (input) => files.readChunk(notebook, input),
    writeFile: ({ path, base64, overwrite }) => files.write(notebook, path, fromBase64(base64), overwrite),
    readModel: ({ key }) => models.read(key),
    writeModel: ({ key, model }) => models.write(key, model),
  });
}
