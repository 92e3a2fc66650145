import type { Catalogue, Json, ModelCard, Parameter, TaskCard } from '../protocol/cards';
import { expected } from '../protocol/expected';
import { asParameter } from './dataKeys';
import { Registry, canDo, keysOf } from './registry';

export type Schema = { [keyword: string]: Json };

/**
 * JSON Schema (draft 7) of a cell, from the same cards that cells are read by, for editors and programs that know
 * nothing of Model Cells. It cannot say everything: whether a name was trained, a column exists, two models share a name.
 */
export function jsonSchema(catalogue: Catalogue): Schema {
  const registry = new Registry(catalogue);
  const tasks = registry.verbs();
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Model cell',
    description: 'One cell of a Model Cells notebook, in YAML: what to train, on which data.',
    type: 'object',
    minProperties: 1,
    oneOf: [cellSchema(undefined, registry), ...tasks.map((task) => cellSchema(task, registry))],
    definitions: Object.fromEntries(catalogue.models.map((card) => [card.id, optionsSchema(card)])),
  };
}

/** A cell of one verb, or without a verb. */
function cellSchema(task: TaskCard | undefined, registry: Registry): Schema {
  const shown = task ?? registry.dataTask();
  const keys = keysOf(shown);
  const verb = task ? { [task.id]: valueOfVerb(task, registry) } : {};
  const required = [...(task ? [task.id] : []), ...keys.filter((key) => key.required === true).map((key) => key.name)];
  return {
    title: shown?.title ?? 'Data',
    description: shown?.summary ?? '',
    type: 'object',
    properties: { ...verb, ...properties(keys) },
    required,
    additionalProperties: false,
  };
}

function valueOfVerb(task: TaskCard, { catalogue }: Registry): Schema {
  const description = task.summary;
  if (task.models === 'none') return { description, type: 'null' };
  const names = (card: ModelCard): string[] => [card.id, ...card.aliases];
  const able = catalogue.models.filter((card) => canDo(card, task));
  const unable = catalogue.models.filter((card) => !canDo(card, task)).flatMap(names);
  const reference: Schema = { type: 'string', examples: able.map((card) => card.id) };
  if (unable.length > 0) reference['not'] = { enum: unable };
  const options = able.flatMap((card) =>
    names(card).map((name) => [name, { $ref: `#/definitions/${card.id}` }] as const),
  );
  const withOptions: Schema = {
    type: 'object',
    minProperties: 1,
    properties: { ...Object.fromEntries(options), ...Object.fromEntries(unable.map((name) => [name, false])) },
    // names of trained models, which take no options
    additionalProperties: { type: ['null', 'object'], maxProperties: 0 },
  };
  const one = [reference, withOptions];
  const many: Schema = { type: 'array', minItems: 1, items: { anyOf: one } };
  return { description, anyOf: [...one, many, ...(task.models === 'optional' ? [{ type: 'null' }] : [])] };
}

function optionsSchema(card: ModelCard): Schema {
  const required = card.parameters.filter((parameter) => parameter.required === true).map(({ name }) => name);
  return {
    title: card.title,
    description: card.summary,
    type: required.length > 0 ? 'object' : ['object', 'null'],
    properties: properties([...card.parameters, asParameter]),
    required,
    additionalProperties: false,
  };
}

function properties(parameters: readonly Parameter[]): Schema {
  const entries = parameters.flatMap((parameter) =>
    [parameter.name, ...(parameter.aliases ?? [])].map((name) => [name, parameterSchema(parameter)] as const),
  );
  return Object.fromEntries(entries);
}

function parameterSchema(parameter: Parameter): Schema {
  const { default: standard, formula } = parameter;
  const formulaText = formula === undefined ? '' : `\n${formula}`;
  const description = `${parameter.doc}\nExpected: ${expected(parameter)}.${formulaText}`;
  const notes: Schema = standard === undefined ? { description } : { description, default: standard };
  const others: Schema[] = [];
  if (parameter.words) others.push({ enum: parameter.words.map((word) => word.value) });
  if (standard === null) others.push({ type: 'null' });
  const base = typeSchema(parameter);
  return others.length === 0 ? { ...base, ...notes } : { ...notes, anyOf: [base, ...others] };
}

/** A word of the user's or of the data's: YAML may read it as a number or a truth value. */
const word: Schema = { type: ['string', 'number', 'boolean'], minLength: 1 };

function typeSchema(parameter: Parameter): Schema {
  switch (parameter.type) {
    case 'number':
    case 'integer': {
      const { min, max, above } = parameter;
      const low: Schema = min === undefined ? {} : above === true ? { exclusiveMinimum: min } : { minimum: min };
      return { type: parameter.type, ...low, ...(max === undefined ? {} : { maximum: max }) };
    }
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { enum: parameter.choices.map((choice) => choice.value) };
    case 'list':
      return listSchema(parameter);
    case 'object':
      return objectSchema(parameter);
    case 'text':
      return { type: ['string', 'number', 'boolean'] };
    case 'name':
      return { ...word, pattern: '^[^\\s_.-]', maxLength: 100 };
    case 'perClass':
      return { type: 'object', additionalProperties: { type: 'number', exclusiveMinimum: 0 } };
    case 'row':
      return { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } };
    default:
      return word;
  }
}

function listSchema(parameter: Parameter & { type: 'list' }): Schema {
  const { of, minItems = 0, maxItems } = parameter;
  const item = parameterSchema(of);
  const array: Schema = { type: 'array', items: item, minItems, ...(maxItems === undefined ? {} : { maxItems }) };
  if (['column', 'class', 'choice'].includes(of.type)) array['uniqueItems'] = true;
  // one entry may stand without brackets
  return minItems > 1 || of.type === 'list' ? array : { anyOf: [array, item] };
}

function objectSchema(parameter: Parameter & { type: 'object' }): Schema {
  const sets = parameter.oneOf ?? [parameter.fields.map((field) => field.name)];
  const shapes = sets.map((set): Schema => {
    const fields = parameter.fields.filter((field) => set.includes(field.name));
    const required = fields.filter((field) => field.required === true).map((field) => field.name);
    return { type: 'object', properties: properties(fields), required, additionalProperties: false };
  });
  if (parameter.short) shapes.push(word);
  return shapes.length === 1 ? shapes[0]! : { anyOf: shapes };
}
