import type { Json } from '../../../src/protocol/cards';
import type { Schema } from '../../../src/language/jsonSchema';

/** Keywords that describe and do not restrict. */
const notes = ['$schema', 'title', 'description', 'default', 'examples', 'definitions'];

type Check = (value: Json, argument: Json, schema: Schema, root: Schema) => boolean;

/** As much of JSON Schema as our schema uses; any other keyword is an error. */
const checks: { [keyword: string]: Check } = {
  type: (value, types) => [types].flat().some((type) => isOfType(value, type as string)),
  enum: (value, allowed) => (allowed as Json[]).includes(value),
  minimum: (value, least) => typeof value !== 'number' || value >= (least as number),
  exclusiveMinimum: (value, least) => typeof value !== 'number' || value > (least as number),
  maximum: (value, most) => typeof value !== 'number' || value <= (most as number),
  minLength: (value, least) => typeof value !== 'string' || value.length >= (least as number),
  maxLength: (value, most) => typeof value !== 'string' || value.length <= (most as number),
  pattern: (value, source) => typeof value !== 'string' || new RegExp(source as string, 'u').test(value),
  minItems: (value, least) => !Array.isArray(value) || value.length >= (least as number),
  maxItems: (value, most) => !Array.isArray(value) || value.length <= (most as number),
  uniqueItems: (value) => !Array.isArray(value) || new Set(value).size === value.length,
  items: (value, schema, _, root) =>
    !Array.isArray(value) || value.every((item) => isValid(item, schema as Schema, root)),
  minProperties: (value, least) => !isObject(value) || Object.keys(value).length >= (least as number),
  maxProperties: (value, most) => !isObject(value) || Object.keys(value).length <= (most as number),
  required: (value, names) => !isObject(value) || (names as string[]).every((name) => Object.hasOwn(value, name)),
  properties: (value, schemas, _, root) =>
    !isObject(value) ||
    Object.entries(schemas as { [name: string]: Schema }).every(
      ([name, schema]) => !Object.hasOwn(value, name) || isValid(value[name]!, schema, root),
    ),
  additionalProperties: (value, schema, { properties = {} }, root) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([name, item]) => Object.hasOwn(properties as object, name) || isValid(item, schema as Schema, root),
    ),
  anyOf: (value, schemas, _, root) => (schemas as Schema[]).some((schema) => isValid(value, schema, root)),
  oneOf: (value, schemas, _, root) =>
    (schemas as Schema[]).filter((schema) => isValid(value, schema, root)).length === 1,
  not: (value, schema, _, root) => !isValid(value, schema as Schema, root),
  $ref: (value, path, _, root) => isValid(value, follow(root, path as string), root),
};

export function isValid(value: Json, schema: Schema | boolean, root: Schema): boolean {
  if (typeof schema === 'boolean') return schema;
  return Object.entries(schema).every(([keyword, argument]) => {
    if (notes.includes(keyword)) return true;
    const check = checks[keyword];
    if (!check) throw new Error(`unexpected keyword: ${keyword}`);
    return check(value, argument, schema, root);
  });
}

function follow(root: Schema, path: string): Schema {
  const found = path
    .split('/')
    .slice(1)
    .reduce<Json | undefined>((node, step) => (isObject(node) ? node[step] : undefined), root);
  if (!isObject(found)) throw new Error(`no ${path}`);
  return found;
}

function isObject(value: Json | undefined): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOfType(value: Json, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return type === 'null' ? value === null : typeof value === type;
}
