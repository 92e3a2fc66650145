import type { SavedModel } from '../../protocol/messages';
import type { Environment } from '../environment';
import type { EngineMemory } from '../memory';

/** Trained models by key: at hand in memory, for ever in the environment. */
export class ModelStore {
  constructor(
    private readonly memory: EngineMemory,
    private readonly environment: Pick<Environment, 'readModel' | 'writeModel'>,
  ) {}

  async read(key: string): Promise<SavedModel | undefined> {
    const saved = this.memory.models.get(key) ?? (await this.environment.readModel(key));
    if (saved) this.memory.models.set(key, saved);
    return saved;
  }

  /** That a model cannot be kept for ever must not cost the run: returns a sentence about it. */
  async write(key: string, saved: SavedModel): Promise<string | undefined> {
    this.memory.models.set(key, saved);
    try {
      await this.environment.writeModel(key, saved);
      return undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return `It could not be kept (${why}): after a reload it has to be trained again.`;
    }
  }
}
