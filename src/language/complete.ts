import type { Catalogue, ModelCard, Parameter, TaskCard } from '../protocol/cards';
import { expected } from '../protocol/expected';
import type { ColumnInfo } from './columns';
import { cursorAt } from './cursor';
import type { Cursor } from './cursor';
import {
  choiceMarkdown,
  choicesOf,
  columnMarkdown,
  jsonText,
  modelMarkdown,
  parameterMarkdown,
  taskMarkdown,
} from './markdown';
import type { TrainedNames } from './models';
import { quoted } from './quoted';
import { Registry, canDo } from './registry';
import { absentParameters, slotAt, taskOf } from './slots';
import type { Slot } from './slots';
import { LineIndex } from './text';
import type { TextRange } from './text';

export type CompletionKind = 'verb' | 'key' | 'model' | 'name' | 'choice' | 'value' | 'file' | 'column' | 'class';

/** One thing that could be written at the cursor; the first ones are the likeliest. */
export interface Completion {
  label: string;
  kind: CompletionKind;
  insertText: string;
  /** `insertText` has a place for the cursor, `$0`. */
  snippet?: boolean;
  /** What comes next can be completed too. */
  again?: boolean;
  range: TextRange;
  detail?: string;
  /** Markdown. */
  documentation?: string;
}

/** What the editor knows around a cell. */
export interface EditorContext {
  catalogue: Catalogue;
  names: TrainedNames;
  /** Data files, as a cell of this notebook writes them. */
  files: readonly string[];
  /** Of the file in force in this cell. */
  columns: readonly ColumnInfo[];
  /** The target in force in this cell. */
  target?: string;
}

type Item = Omit<Completion, 'range'>;

/** What could be written at an offset of a cell, which may be broken or half written. */
export function complete(text: string, offset: number, context: EditorContext): Completion[] {
  const cursor = cursorAt(text, offset);
  if (!cursor) return [];
  const registry = new Registry(context.catalogue);
  const slot = slotAt(cursor.path, taskOf(cursor.root, registry), registry);
  if (!slot) return [];
  const range = new LineIndex(text).range(cursor.span);
  return new Completer(context, registry, cursor).items(slot).map((item) => {
    const insertText = cursor.gap ? ` ${item.insertText}` : item.insertText;
    return { ...item, insertText, range };
  });
}

class Completer {
  constructor(
    private readonly context: EditorContext,
    private readonly registry: Registry,
    private readonly cursor: Cursor,
  ) {}

  items(slot: Slot): Item[] {
    const { cursor } = this;
    // the first line of a value may become a key or the value itself
    const asKey = cursor.role === 'key' && (!cursor.alone || cursor.colon);
    switch (slot.kind) {
      case 'cell':
        return [...this.verbs(), ...this.keys(slot)];
      case 'options':
        return this.keys(slot);
      case 'models':
        return this.models(slot.task, asKey);
      case 'columnValue':
        return this.levels(slot.column);
      case 'value':
        return this.values(slot.parameter, slot, cursor.role === 'key');
    }
  }

  private verbs(): Item[] {
    const taken = this.cursor.siblings.some((name) => this.registry.verb(name));
    if (taken) return [];
    return this.registry
      .verbs()
      .map((task) => this.key(task.id, 'verb', '', task.title, taskMarkdown(task, this.context.catalogue)));
  }

  private keys(slot: Slot): Item[] {
    return absentParameters(slot, this.cursor.siblings).map((parameter) => {
      const detail =
        parameter.default === undefined
          ? expected(parameter)
          : `${expected(parameter)}; default ${jsonText(parameter.default)}`;
      return this.key(parameter.name, 'key', beginningOf(parameter), detail, parameterMarkdown(parameter));
    });
  }

  private key(label: string, kind: CompletionKind, value: string, detail: string, documentation: string): Item {
    if (this.cursor.colon) return { label, kind, insertText: label, detail, documentation };
    return { label, kind, insertText: `${label}: ${value}`, snippet: value !== '', again: true, detail, documentation };
  }

  private models(task: TaskCard, asKey: boolean): Item[] {
    const able = this.context.catalogue.models.filter((card) => canDo(card, task));
    const taken = (card: ModelCard) => [card.id, ...card.aliases].some((name) => this.cursor.siblings.includes(name));
    const end = asKey && !this.cursor.colon ? ':' : '';
    const trained = [...this.context.names].filter(
      ([name, id]) => !this.cursor.siblings.includes(name) && able.some((card) => card.id === id),
    );
    return [
      ...trained.map(([name, id]): Item => ({
        label: name,
        kind: 'name',
        insertText: this.word(name) + end,
        detail: `trained ${id}`,
      })),
      ...able
        .filter((card) => !taken(card))
        .map((card): Item => {
          const detail = `${card.family}, learns ${card.learns}`;
          return {
            label: card.id,
            kind: 'model',
            insertText: card.id + end,
            detail,
            documentation: modelMarkdown(card),
          };
        }),
    ];
  }

  private values(parameter: Parameter, slot: Slot, asKey: boolean): Item[] {
    if (parameter.type === 'row')
      return asKey || this.cursor.role === 'key' ? this.columns(': ') : [this.shape('{$0}', expected(parameter))];
    if (parameter.type === 'perClass' && (asKey || this.cursor.role === 'key'))
      return this.levels(this.context.target, this.cursor.colon ? '' : ': ');
    if (parameter.type === 'object') return asKey ? this.keys(slot) : this.mappings(parameter);
    const words = choicesOf({ ...parameter }).map((choice): Item => ({
      label: choice.value,
      kind: 'choice',
      insertText: choice.value,
      detail: choice.doc,
      documentation: choiceMarkdown(choice),
    }));
    const fresh = words.filter((item) => !this.cursor.siblings.includes(item.label));
    return [
      ...fresh,
      ...this.named(parameter.type === 'list' ? parameter.of : parameter),
      ...standard(parameter, fresh),
    ];
  }

  /** Things outside of the cell that a value can name. */
  private named(parameter: Parameter): Item[] {
    switch (parameter.type) {
      case 'boolean':
        return ['true', 'false'].map((label) => ({ label, kind: 'value', insertText: label }));
      case 'file':
        return this.context.files.map((label) => ({ label, kind: 'file', insertText: this.word(label) }));
      case 'column':
        return this.columns('');
      case 'class':
        return this.levels(this.context.target);
      default:
        return [];
    }
  }

  private columns(end: string): Item[] {
    const { siblings, colon } = this.cursor;
    return this.context.columns
      .filter(({ name }) => !siblings.includes(name))
      .map((column) => {
        const insertText = this.word(column.name) + (colon ? '' : end);
        return {
          label: column.name,
          kind: 'column',
          insertText,
          detail: column.kind,
          documentation: columnMarkdown(column),
        };
      });
  }

  private levels(column: string | undefined, end = ''): Item[] {
    const levels = this.context.columns.find(({ name }) => name === column)?.levels ?? [];
    return levels
      .filter((label) => !this.cursor.siblings.includes(label))
      .map((label) => ({
        label,
        kind: 'class',
        insertText: this.word(label) + end,
        ...(column === undefined ? {} : { detail: column }),
      }));
  }

  /** Mappings, and before them what may stand in their place. */
  private mappings(parameter: Parameter & { type: 'object' }): Item[] {
    const short = (parameter.short ?? []).map(({ field }) => parameter.fields.find(({ name }) => name === field)!);
    return [...short.flatMap((field) => this.named(field)), ...this.shapes(parameter)];
  }

  /** The sets of fields that a mapping can have, as snippets. */
  private shapes(parameter: Parameter & { type: 'object' }): Item[] {
    const sets = parameter.oneOf ?? [parameter.fields.map((field) => field.name)];
    return sets.map((set) => {
      const fields = parameter.fields.filter((field) => set.includes(field.name));
      const body = fields
        .map((field) => `${field.name}: ${field.default === undefined ? '$0' : jsonText(field.default)}`)
        .join(', ');
      return this.shape(`{${body}}`, parameter.doc);
    });
  }

  private shape(insertText: string, detail: string): Item {
    const snippet = insertText.includes('$0');
    return {
      label: insertText.replace('$0', snippet && insertText.length > 4 ? '…' : ''),
      kind: 'value',
      insertText,
      snippet,
      again: snippet,
      detail,
    };
  }

  private word(word: string): string {
    return this.cursor.quoted ? word.replace(/["\\]/g, '\\$&') : quoted(word);
  }
}

/** How the value of a key begins. */
const brackets: Partial<Record<Parameter['type'], string>> = {
  list: '[$0]',
  object: '{$0}',
  row: '{$0}',
};

function beginningOf(parameter: Parameter): string {
  return parameter.type === 'object' && parameter.short ? '' : (brackets[parameter.type] ?? '');
}

/** The default as something to start from, where nothing else is offered. */
function standard(parameter: Parameter, others: readonly Item[]): Item[] {
  const value = parameter.default;
  if (value === undefined || value === null || parameter.type === 'boolean') return [];
  const text = jsonText(value);
  return others.some((item) => item.label === text)
    ? []
    : [{ label: text, kind: 'value', insertText: text, detail: 'default' }];
}
