import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '../../../src/engine/catalogue';
import { hover } from '../../../src/language/hover';
import { jsonText } from '../../../src/language/markdown';
import { parseCell } from '../../../src/language/parseCell';
import { Registry, canDo, dataVerb, keysOf } from '../../../src/language/registry';
import { suits } from '../../../src/protocol/capabilitySentence';
import type { Parameter } from '../../../src/protocol/cards';

/** The cards as they are written beside the models and verbs: what the language needs of them. */

const registry = new Registry(catalogue);

test('no two models share a name, and no option is described twice', () => {
  const names = registry.modelNames();
  assert.equal(new Set(names).size, names.length);
  for (const { id, parameters } of [...catalogue.models, ...catalogue.tasks]) {
    const all = parameters.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    assert.equal(new Set(all).size, all.length, id);
    assert.ok(!all.includes('as') && !all.includes('show'), id);
  }
});

/** Options with the name of a key of the data, which count in their verb: both are the field's word for it. */
const shared = ['semi-supervised: labels'];

test('no other option of a verb hides a key of the data or a verb', () => {
  const taken = [...keysOf(undefined).map(({ name }) => name), ...catalogue.tasks.map(({ id }) => id)];
  for (const task of catalogue.tasks) {
    for (const { name, aliases = [] } of task.parameters) {
      for (const each of [name, ...aliases]) {
        const place = `${task.id}: ${each}`;
        assert.equal(taken.includes(each), shared.includes(place), place);
      }
    }
  }
});

for (const card of catalogue.models) {
  test(`${card.id}: every default can be written into a cell and is read back as it is`, () => {
    const verb = registry.verbs().find((task) => task.needs.length === 0 && suits(card, task))!.id;
    for (const name of [card.id, ...card.aliases]) {
      for (const parameter of card.parameters) {
        if (parameter.default === undefined) continue;
        const { plan, problems } = parseCell(
          `${verb}: {${name}: {${parameter.name}: ${jsonText(parameter.default)}}}`,
          {
            catalogue,
          },
        );
        assert.deepEqual(problems, [], `${parameter.name}`);
        assert.deepEqual(plan?.models[0]?.options, { [parameter.name]: parameter.default });
      }
    }
  });

  test(`${card.id}: the hover has summary, formula and references`, () => {
    const text = `train: ${card.id}`;
    const found = hover(text, 8, { catalogue, names: new Map(), files: [], columns: [] });
    for (const part of [card.title, card.summary, card.formula, card.references[0]!.title]) {
      assert.ok(found?.markdown.includes(part), part);
    }
  });
}

for (const task of catalogue.tasks) {
  test(`${task.id}: every default and every figure can be written into a cell`, () => {
    const able = catalogue.models.find((card) => canDo(card, task));
    const verb = task.id === dataVerb ? 'data: a.csv' : `${task.id}: ${task.models === 'none' ? '' : able!.id}`;
    const required = task.parameters
      .filter(({ required = false }) => required)
      .map((parameter) => `${parameter.name}: ${sample(parameter)}`);
    for (const { value } of task.shows) {
      assert.deepEqual(parseCell([verb, ...required, `show: ${value}`].join('\n'), { catalogue }).problems, []);
    }
    for (const parameter of task.parameters) {
      if (parameter.default === undefined || parameter.required === true) continue;
      const text = [verb, ...required, `${parameter.name}: ${jsonText(parameter.default)}`].join('\n');
      const { plan, problems } = parseCell(text, { catalogue });
      assert.deepEqual(problems, [], text);
      assert.deepEqual(plan?.options[parameter.name], parameter.default);
    }
  });
}

/** Something that the parameter takes. */
function sample(parameter: Parameter): string {
  if (parameter.type === 'number' || parameter.type === 'integer')
    return String(parameter.max ?? (parameter.min ?? 0) + 1);
  if (parameter.type === 'choice') return parameter.choices[0]!.value;
  return parameter.type === 'row' ? '{a: 1}' : 'word';
}
