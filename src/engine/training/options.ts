import { Problem, unknown } from '../../data/problem';
import type { CellPath } from '../../data/problem';
import type { Json, Parameter } from '../../protocol/cards';
import { expected } from '../../protocol/expected';
import type { Options } from '../model';

/**
 * Options as given, checked against their description and with defaults filled in. The editor checks them too, but a
 * notebook can carry anything. Throws a `Problem` whose `at` points to the option.
 */
export function resolveOptions(
  parameters: readonly Parameter[],
  given: { [name: string]: Json },
  at: CellPath,
): Options {
  const resolved: { [name: string]: Json } = {};
  for (const [written, value] of Object.entries(given)) {
    const parameter = parameters.find(({ name, aliases }) => name === written || aliases?.includes(written));
    if (!parameter) {
      const names = parameters.map(({ name }) => name);
      throw unknown('option', written, names, [...at, written]);
    }
    check(parameter, value, [...at, written]);
    resolved[parameter.name] = value;
  }
  for (const parameter of parameters) {
    if (parameter.name in resolved) continue;
    if (parameter.required) {
      throw new Problem('missing-option', `missing option: ${parameter.name}; expected ${expected(parameter)}`, at);
    }
    if (parameter.default !== undefined) resolved[parameter.name] = parameter.default;
  }
  return resolved;
}

function check(parameter: Parameter, value: Json, at: CellPath): void {
  if (parameter.words?.some((word) => word.value === value) || (value === null && parameter.default === null)) return;
  if (!isOfType(parameter, value)) {
    throw new Problem(
      'invalid-value',
      `invalid ${parameter.name}: ${JSON.stringify(value)}; expected ${expected(parameter)}`,
      at,
    );
  }
  if (parameter.type === 'list') (value as Json[]).forEach((item, i) => check(parameter.of, item, [...at, i]));
  if (parameter.type === 'object') resolveOptions(parameter.fields, value as { [name: string]: Json }, at);
}

/** Whether a value is of the parameter's type and in its range; entries and fields are checked by the caller. */
function isOfType(parameter: Parameter, value: Json): boolean {
  switch (parameter.type) {
    case 'number':
    case 'integer': {
      const { min = -Infinity, max = Infinity, above = false } = parameter;
      if (typeof value !== 'number' || !Number.isFinite(value)) return false;
      if (parameter.type === 'integer' && !Number.isSafeInteger(value)) return false;
      return value <= max && (above ? value > min : value >= min);
    }
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return parameter.choices.some((choice) => choice.value === value);
    case 'list':
      return (
        Array.isArray(value) &&
        value.length >= (parameter.minItems ?? 0) &&
        value.length <= (parameter.maxItems ?? Infinity)
      );
    case 'perClass':
      return isMapping(value) && Object.values(value).every((weight) => typeof weight === 'number' && weight > 0);
    case 'object':
    case 'row':
      return isMapping(value);
    default:
      return typeof value === 'string';
  }
}

function isMapping(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
