import type { FigureOf } from '../../src/protocol/figures';
import type { Plan } from '../../src/protocol/plan';
import { button, el } from '../view/dom';
import { Asking } from './asking';
import type { Control, ControlContext } from './control';
import { trainedModels } from './trainedModels';

type BayesLedger = FigureOf<'bayes-ledger'>;
type Feature = BayesLedger['features'][number];
type Value = Feature['value'];

/** One feature of the row: whether it is known, and its value. */
interface Field {
  name: string;
  element: HTMLElement;
  value(): Value;
  reset(): void;
}

/** The row's features below its ledger: each can be changed or cleared, and the models answer again. */
export function rowEditor(figure: BayesLedger, { result, query }: ControlContext): Control | undefined {
  const trained = trainedModels(result, figure.panels);
  if (figure.features.length === 0 || Object.keys(trained).length === 0) return undefined;
  return {
    attach(card) {
      const asking = new Asking(card);
      const ask = () =>
        void asking.ask({
          figureOf: () =>
            query({
              query: 'ledger',
              // the plan is the engine's own, returned with the result
              plan: result.plan as unknown as Plan,
              trained,
              args: {
                words: figure.words,
                cells: Object.fromEntries(fields.map((field) => [field.name, field.value()])),
                original: Object.fromEntries(figure.features.map(({ name, original }) => [name, original])),
              },
            }),
          failed: 'The models could not be asked about this row',
        });
      const fields = figure.features.map((feature) => fieldOf(feature, ask));
      const reset = button('Reset', 'Give every feature the value that it has in the data', () => {
        for (const field of fields) field.reset();
        ask();
      });
      card.addBelow(
        el(
          'div',
          {
            class: 'row-editor',
            role: 'group',
            attributes: { 'aria-label': `Change or clear features of ${figure.words}` },
          },
          el('div', { class: 'hint' }, 'Clear a feature or change its value: the models answer again.', reset),
          el('div', { class: 'fields' }, ...fields.map(({ element }) => element)),
        ),
      );
    },
  };
}

function fieldOf(feature: Feature, changed: () => void): Field {
  const { name, value, original } = feature;
  const known = el('input', { attributes: { type: 'checkbox', 'aria-label': `${name} is known` } });
  const input = inputOf(feature);
  const show = (shown: Value) => {
    known.checked = shown !== null;
    if (shown !== null) input.value = String(shown);
    input.disabled = shown === null;
  };
  show(value);
  known.addEventListener('change', () => {
    input.disabled = !known.checked;
    changed();
  });
  input.addEventListener('input', changed);
  return {
    name,
    element: el('div', { class: 'field' }, el('label', { title: name }, known, el('span', {}, name)), input),
    value: () => (known.checked ? valueOf(feature, input.value) : null),
    reset: () => show(original),
  };
}

function inputOf(feature: Feature): HTMLInputElement | HTMLSelectElement {
  const { name, levels, low, high } = feature;
  const attributes = { 'aria-label': `Value of ${name}` };
  if (levels)
    return el(
      'select',
      { attributes },
      ...levels.map((level) => el('option', { attributes: { value: level } }, level)),
    );
  if (!isNumeric(feature)) return el('input', { attributes: { ...attributes, type: 'text' } });
  const input = el('input', { attributes: { ...attributes, type: 'number', step: String(stepOf(low, high)) } });
  if (low !== undefined && high !== undefined) {
    input.title = `${low} to ${high} in the training rows`;
    input.value = String((low + high) / 2);
  }
  return input;
}

function isNumeric({ low, original, value }: Feature): boolean {
  return low !== undefined || typeof original === 'number' || typeof value === 'number';
}

/** A fiftieth of the range, as 1, 2 or 5 times a power of ten. */
export function stepOf(low: number | undefined, high: number | undefined): number {
  const fine = ((high ?? 1) - (low ?? 0)) / 50;
  if (!(fine > 0)) return 1;
  const power = Math.floor(Math.log10(fine));
  const lead = fine / 10 ** power;
  const digit = lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10;
  return Number((digit * 10 ** power).toPrecision(1));
}

/** What was typed; an empty or unfinished number is no value. */
function valueOf(feature: Feature, text: string): Value {
  if (feature.levels || !isNumeric(feature)) return text;
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? null : number;
}
