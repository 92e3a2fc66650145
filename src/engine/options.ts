import { Problem, unknown } from '../data/problem';
import type { CellPath } from '../data/problem';
import type { Json, Parameter } from '../protocol/cards';
import type { Options } from './model';

/**
 * Options as given, checked against their description and with defaults filled in. The editor checks them too, but a
 * notebook can carry anything. Throws a `Problem` whose `at` points to the option.
 */
export function resolveOptions(parameters: readonly Parameter[], given: { [name: string]: Json }, at: CellPath): Options {
  const resolved: { [name: string]: Json } = {};
  for (const [written, value] of Object.entries(given)) {
    const parameter = parameters.find(({ name, aliases }) => name === written || aliases?.includes(written));
    if (!parameter) throw unknown('option', written, parameters.map(({ name }) => name), [...at, written]);
    check(parameter, value, [...at, written]);
    resolved[parameter.name] = value;
  }
  for (const parameter of parameters) {
    if (parameter.name in resolved) continue;
    if (parameter.required) throw new Problem('missing-option', `missing option: ${parameter.name}; ${expected(parameter)}`, at);
    if (parameter.default !== undefined) resolved[parameter.name] = parameter.default;
  }
  return resolved;
}

function check(parameter: Parameter, value: Json, at: CellPath): void {
  if (parameter.words?.some((word) => word.value === value)) return;
  if (!fits(parameter, value)) {
    throw new Problem('invalid-value', `invalid ${parameter.name}: ${JSON.stringify(value)}; ${expected(parameter)}`, at);
  }
  if (parameter.type === 'list' && Array.isArray(value)) value.forEach((item, i) => check(parameter.of, item, [...at, i]));
  if (parameter.type === 'object') resolveOptions(parameter.fields, value as { [name: string]: Json }, at);
}

/** Whether a value is of the parameter's type and in its range; items and fields are checked by the caller. */
function fits(parameter: Parameter, value: Json): boolean {
  switch (parameter.type) {
    case 'number':
    case 'integer': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return false;
      if (parameter.type === 'integer' && !Number.isInteger(value)) return false;
      if (parameter.min !== undefined && (parameter.above ? value <= parameter.min : value < parameter.min)) return false;
      return parameter.max === undefined || value <= parameter.max;
    }
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return parameter.choices.some((choice) => choice.value === value);
    case 'list':
      return (
        Array.isArray(value) && value.length >= (parameter.minItems ?? 0) && value.length <= (parameter.maxItems ?? Infinity)
      );
    case 'object':
    case 'row':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'class':
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    default:
      return typeof value === 'string';
  }
}

function expected(parameter: Parameter): string {
  const words = (parameter.words ?? []).map(({ value }) => `, or ${value}`).join('');
  return `expected ${kind(parameter)}${words}`;
}

function kind(parameter: Parameter): string {
  switch (parameter.type) {
    case 'number':
    case 'integer': {
      const noun = parameter.type === 'integer' ? 'a whole number' : 'a number';
      const low = parameter.min === undefined ? '' : ` ${parameter.above ? 'above' : 'of at least'} ${parameter.min}`;
      const high = parameter.max === undefined ? '' : `${low === '' ? '' : ' and'} at most ${parameter.max}`;
      return noun + low + high;
    }
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of: ${parameter.choices.map(({ value }) => value).join(', ')}`;
    case 'list': {
      const { minItems: least, maxItems: most } = parameter;
      const size = least === undefined && most === undefined ? '' : ` of ${least ?? 0} to ${most ?? 'any number of'} items`;
      return `a list${size}, each ${kind(parameter.of)}`;
    }
    case 'object':
      return `a mapping with ${parameter.fields.map(({ name }) => name).join(', ')}`;
    case 'row':
      return 'a mapping from columns to values';
    default:
      return 'a word';
  }
}
