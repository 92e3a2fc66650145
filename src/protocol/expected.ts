import type { Parameter } from './cards';

/** What a value may be, in words that fit after "expected". */
export function expected(parameter: Parameter): string {
  const words = (parameter.words ?? []).map((word) => word.value);
  const base = expectedBase(parameter);
  return words.length === 0 ? base : `${base}, or ${words.join(' or ')}`;
}

function expectedBase(parameter: Parameter): string {
  switch (parameter.type) {
    case 'number':
      return `a number${range(parameter)}`;
    case 'integer':
      return `a whole number${range(parameter)}`;
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of: ${parameter.choices.map((choice) => choice.value).join(', ')}`;
    case 'list':
      return `a list${length(parameter)}, each entry ${expected(parameter.of)}`;
    case 'object':
      return `${shortOf(parameter)}a mapping with ${fieldSets(parameter)}`;
    case 'name':
      return 'a name: letters, digits, spaces, - _ and .';
    case 'text':
      return 'text';
    case 'file':
      return 'the path of a file';
    case 'newFile':
      return 'the path of a file to write';
    case 'column':
      return 'the name of a column';
    case 'class':
      return 'one of the classes';
    case 'perClass':
      return 'a mapping from classes to numbers above 0, as in {class: 2}';
    case 'row':
      return 'a mapping from columns to values, as in {column: 1.5}';
  }
}

function range({ min, max, above }: { min?: number; max?: number; above?: boolean }): string {
  if (min !== undefined && max !== undefined)
    return above === true ? ` above ${min} and at most ${max}` : ` from ${min} to ${max}`;
  if (min !== undefined) return above === true ? ` above ${min}` : ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}

function length({ minItems, maxItems }: { minItems?: number; maxItems?: number }): string {
  if (minItems !== undefined && minItems === maxItems) return ` of ${minItems}`;
  if (minItems !== undefined && maxItems !== undefined) return ` of ${minItems} to ${maxItems}`;
  if (minItems !== undefined && minItems > 1) return ` of at least ${minItems}`;
  return maxItems === undefined ? '' : ` of at most ${maxItems}`;
}

/** What may stand without a mapping. */
function shortOf({ short = [], fields }: Parameter & { type: 'object' }): string {
  return short
    .map(({ field }) => fields.find(({ name }) => name === field)!)
    .map((field) => `${expected(field)}, or `)
    .join('');
}

function fieldSets(parameter: Parameter & { type: 'object' }): string {
  const sets = parameter.oneOf ?? [parameter.fields.map((field) => field.name)];
  return sets.map((set) => set.join(' and ')).join(', or ');
}
