import * as vscode from 'vscode';
import type { SavedModel } from '../protocol/messages';
import { isModelKey, surplus } from './modelKeys';

/** Trained models in the extension's own storage, one JSON file each. */
export class ModelStore {
  private readonly folder: vscode.Uri;

  constructor(context: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>) {
    this.folder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'models');
  }

  /** Nothing when it was never kept, or is damaged: then it is trained again. */
  async read(key: string): Promise<SavedModel | null> {
    try {
      return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(this.fileOf(key)))) as SavedModel;
    } catch {
      return null;
    }
  }

  async write(key: string, model: SavedModel): Promise<void> {
    const file = this.fileOf(key);
    await vscode.workspace.fs.createDirectory(this.folder);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(model)));
    await this.prune();
  }

  private async prune(): Promise<void> {
    const names = (await vscode.workspace.fs.readDirectory(this.folder)).map(([name]) => name);
    for (const name of await surplus(names, async (each) => (await vscode.workspace.fs.stat(this.at(each))).mtime)) {
      await vscode.workspace.fs.delete(this.at(name));
    }
  }

  private fileOf(key: string): vscode.Uri {
    if (!isModelKey(key)) throw new Error(`invalid model key: ${key}; expected hexadecimal digits`);
    return this.at(`${key}.json`);
  }

  private at(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, name);
  }
}
