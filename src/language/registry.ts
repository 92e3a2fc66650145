import type { Catalogue, ModelCard, Parameter, TaskCard } from '../protocol/cards';
import { suits } from '../protocol/capabilitySentence';
import { dataKeys } from './dataKeys';

/** The verb that stands for a cell without a verb; its value is a file, so it is a key of the data as well. */
export const dataVerb = 'data';

/** Looks up cards by every name under which a cell may call them. */
export class Registry {
  private readonly byName = new Map<string, ModelCard>();

  constructor(readonly catalogue: Catalogue) {
    for (const card of catalogue.models) {
      for (const name of [card.id, ...card.aliases]) this.byName.set(name, card);
    }
  }

  /** By id or alias. */
  model(name: string): ModelCard | undefined {
    return this.byName.get(name);
  }

  /** Ids, then aliases. */
  modelNames(): string[] {
    return [...this.catalogue.models.map((card) => card.id), ...this.catalogue.models.flatMap((card) => card.aliases)];
  }

  /** The verbs that are keys of their own. */
  verbs(): TaskCard[] {
    return this.catalogue.tasks.filter((task) => task.id !== dataVerb);
  }

  verb(name: string): TaskCard | undefined {
    return this.verbs().find((task) => task.id === name);
  }

  dataTask(): TaskCard | undefined {
    return this.catalogue.tasks.find((task) => task.id === dataVerb);
  }
}

/** The keys of a cell besides its verb. */
export function keysOf(task: TaskCard | undefined): Parameter[] {
  const own = task ? [...task.parameters, ...showParameter(task)] : [];
  return [...dataKeysOf(task), ...own];
}

/** The keys that speak of the data: of equal names the verb's own option counts. */
export function dataKeysOf(task: TaskCard | undefined): Parameter[] {
  return dataKeys.filter((key) => task?.parameters.every(({ name }) => name !== key.name) ?? true);
}

function showParameter(task: TaskCard): Parameter[] {
  if (task.shows.length === 0) return [];
  const of: Parameter = { name: 'show', type: 'choice', choices: task.shows, doc: 'A figure or table to show.' };
  return [{ name: 'show', type: 'list', of, doc: 'What to show. Left out: what the models are able to show.' }];
}

export function findParameter(parameters: readonly Parameter[], name: string): Parameter | undefined {
  return parameters.find((parameter) => parameter.name === name || parameter.aliases?.includes(name) === true);
}

/** Whether a model has what the verb needs. */
export function canDo(card: ModelCard, task: TaskCard): boolean {
  if (!suits(card, task)) return false;
  return task.needs.length === 0 || task.needs.some((capability) => card.capabilities.includes(capability));
}
