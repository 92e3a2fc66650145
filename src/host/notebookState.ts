import type { TrainedReference } from '../protocol/messages';
import type { DataPlan } from '../protocol/plan';
import type { ModelResult } from '../protocol/result';
import { isModelKey } from './modelKeys';

/** What cells of a notebook hand on to later cells. */
export interface NotebookState {
  /** The plan of the last `data` cell that was run. */
  data?: DataPlan;
  /** Trained models by name. */
  trained: { [name: string]: TrainedReference };
}

/** Where states outlive the window; a `vscode.Memento` is one. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

export class NotebookStates {
  constructor(private readonly memory: Memory) {}

  of(notebook: string): NotebookState {
    const state = this.memory.get(keyOf(notebook)) as NotebookState | undefined;
    return state ? { ...state, trained: { ...state.trained } } : { trained: {} };
  }

  /** Whether anything is known of the notebook. */
  has(notebook: string): boolean {
    return this.memory.get(keyOf(notebook)) !== undefined;
  }

  /** From here on, later cells use this data; `undefined`: the cell that describes it has a mistake. */
  setData(notebook: string, data: DataPlan | undefined): Promise<void> {
    const { trained } = this.of(notebook);
    return this.save(notebook, data ? { data, trained } : { trained });
  }

  addModels(notebook: string, models: readonly Pick<ModelResult, 'name' | 'id' | 'key'>[]): Promise<void> {
    const state = this.of(notebook);
    for (const { name, id, key } of models) if (isModelKey(key)) state.trained[name] = { model: id, key };
    return this.save(notebook, state);
  }

  async save(notebook: string, state: NotebookState): Promise<void> {
    await this.memory.update(keyOf(notebook), state);
  }
}

function keyOf(notebook: string): string {
  return `notebook:${notebook}`;
}
