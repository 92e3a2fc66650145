import type { CellPath } from '../data/problem';
import type { ModelCard, Parameter, TaskCard } from '../protocol/cards';
import { asParameter } from './dataKeys';
import { findParameter, keysOf } from './registry';
import type { Registry } from './registry';
import type { Node } from './syntax';

/** What may stand at a place of a cell. */
export type Slot =
  | { kind: 'cell'; task: TaskCard | undefined }
  | { kind: 'models'; task: TaskCard }
  | { kind: 'options'; card: ModelCard }
  | { kind: 'value'; parameter: Parameter }
  /** The value of a column in a row. */
  | { kind: 'columnValue'; column: string };

/** What may stand at the end of a path; undefined where the path leads out of what a cell can hold. */
export function slotAt(path: CellPath, task: TaskCard | undefined, registry: Registry): Slot | undefined {
  let slot: Slot | undefined = { kind: 'cell', task };
  for (const step of path) {
    if (!slot) return undefined;
    slot = stepInto(slot, step, registry);
  }
  return slot;
}

/** The verb of a cell, whatever else is wrong with it. */
export function taskOf(root: Node | undefined, registry: Registry): TaskCard | undefined {
  const pairs = root?.kind === 'mapping' ? root.pairs : [];
  const verb = pairs.find((pair) => registry.verb(pair.name));
  return verb ? registry.verb(verb.name) : registry.dataTask();
}

export function parametersOf(slot: Slot): readonly Parameter[] {
  if (slot.kind === 'cell') return keysOf(slot.task);
  if (slot.kind === 'options') return [...slot.card.parameters, asParameter];
  if (slot.kind !== 'value') return [];
  const { parameter } = slot;
  const inner = parameter.type === 'list' ? parameter.of : parameter;
  return inner.type === 'object' ? inner.fields : [];
}

/** The parameters that may join the keys a mapping has already. */
export function absentParameters(slot: Slot, present: readonly string[]): Parameter[] {
  const parameters = parametersOf(slot);
  const isPresent = ({ name, aliases = [] }: Parameter): boolean =>
    [name, ...aliases].some((each) => present.includes(each));
  const taken = parameters.filter(isPresent).map(({ name }) => name);
  const sets = slot.kind === 'value' && slot.parameter.type === 'object' ? slot.parameter.oneOf : undefined;
  const open = sets?.filter((set) => taken.every((name) => set.includes(name))).flat();
  return parameters.filter((parameter) => !isPresent(parameter) && (!open || open.includes(parameter.name)));
}

function stepInto(slot: Slot, step: string | number, registry: Registry): Slot | undefined {
  if (slot.kind === 'models') {
    if (typeof step === 'number') return slot;
    const card = registry.model(step);
    return card && { kind: 'options', card };
  }
  if (slot.kind === 'value' && slot.parameter.type === 'list' && typeof step === 'number') {
    return { kind: 'value', parameter: slot.parameter.of };
  }
  const name = String(step);
  if (slot.kind === 'cell' && slot.task && registry.verb(name) === slot.task)
    return { kind: 'models', task: slot.task };
  if (slot.kind === 'value' && slot.parameter.type === 'row') return { kind: 'columnValue', column: name };
  const parameter = findParameter(parametersOf(slot), name);
  return parameter && { kind: 'value', parameter };
}
