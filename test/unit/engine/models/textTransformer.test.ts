import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { buildDataset, requireTarget } from '../../../../src/data/dataset';
import { encode } from '../../../../src/data/encode';
import { readTable } from '../../../../src/data/formats';
import { rowOf } from '../../../../src/data/matrix';
import type { Fitted } from '../../../../src/engine/model';
import { accuracy, confusionCounts } from '../../../../src/engine/judging/metrics';
import { assemble } from '../../../../src/engine/training/assemble';
import type { Json } from '../../../../src/protocol/cards';
import { fit, modelOf } from '../../../support/training';
import { useWasm } from '../../../support/wasm';

await useWasm();

const path = 'samples/data/help-desk.csv';
const dataset = requireTarget(
  buildDataset(
    readTable(path, readFileSync(path)),
    { path, target: 'urgency', text: { column: 'message' }, split: { test: 0.4, seed: 1 } },
    '',
  ),
);

async function learned(id: string, options: { [name: string]: Json } = {}): Promise<{ model: Fitted; right: number }> {
  const spec = modelOf(id);
  const { data, encoding } = assemble(dataset, spec);
  const model = await fit(spec, data, { options });
  const proba = await model.predictProba!(encode(encoding, dataset.features, dataset.parts.test));
  const truth = dataset.parts.test.map((row) => dataset.target.codes[row]!);
  return { model, right: accuracy(confusionCounts(proba, truth)) };
}

suite('a transformer that reads words', () => {
  test('tells urgent messages as well as logistic regression that counts them', async () => {
    const counted = await learned('logistic-regression');
    const { right, model } = await learned('text-transformer');
    assert.ok(right > 0.9 * counted.right, `${right} of the messages, logistic regression ${counted.right}`);
    const { data } = assemble(dataset, modelOf('text-transformer'));
    const shares = await model.attention!(data.x);
    for (let i = 0; i < 20; i++)
      rowOf(data.x, i).forEach((word, t) =>
        assert.equal(rowOf(shares, i)[t] === 0, word < 0, `word ${t} of text ${i}`),
      );
  });

  test('learns what no count of words tells: which of two words comes first', async () => {
    const spec = modelOf('text-transformer');
    const { data } = assemble(dataset, spec);
    const pairs = Array.from({ length: 200 }, (_, i) => [i % 2, 1 - (i % 2), 2 + (i % 5)]);
    const x = { rows: 200, columns: 3, data: Float64Array.from(pairs.flat(), (word) => word + 1) };
    const y = Int32Array.from(pairs, ([first]) => first!);
    const words = { ...data.words!, vocabulary: ['?', ...'abcdefg'], length: 3 };
    const model = await fit(
      spec,
      { ...data, x, y, words },
      { options: { embedding_size: 8, heads: 2, dropout: 0, learning_rate_init: 0.01, max_iter: 20 } },
    );
    assert.equal(accuracy(confusionCounts(await model.predictProba!(x), y)), 1);
  });
});
