// Texts that are read in pieces of words: longer than a model reads in single characters.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { buildDataset, requireTarget } from '../../../src/data/dataset';
import { decode } from '../../../src/data/decode';
import { readTable } from '../../../src/data/formats';
import { matrix, rowOf } from '../../../src/data/matrix';
import { createRng } from '../../../src/data/random';
import { mostTokens } from '../../../src/data/tokens';
import { kernelFloat64 } from '../../../src/engine/math/kernelFloat64';
import { textMetrics } from '../../../src/engine/judging/textMetrics';
import { EngineMemory } from '../../../src/engine/memory';
import { assemble } from '../../../src/engine/training/assemble';
import type { TrainedFacts } from '../../../src/engine/training/trained';
import { problemOf } from '../../support/problem';
import { fit, modelOf } from '../../support/training';
import { useWasm } from '../../support/wasm';
import { modelNamed, planOf, TestHouse } from './runSupport';

/** Each is one piece together with the blank before it. */
const words = ['straightforward', 'incomprehension', 'acknowledgement', 'congratulations'];

/** Texts of some 150 characters, of which only the last word tells the class. */
const texts = Array.from({ length: 60 }, (_, i) => {
  const rng = createRng(i);
  const told = Array.from({ length: 9 }, () => words[rng.integer(words.length)]!).join(' ');
  return { text: `${told} ${i % 2 === 0 ? 'good' : 'bad'}`, mood: i % 2 === 0 ? 'up' : 'down' };
});
const csv = ['text,mood', ...texts.map(({ text, mood }) => `"${text}",${mood}`)].join('\n');
const data = { path: 'tales.csv', target: 'mood', text: { column: 'text' } };
const small = { embedding_size: 16, heads: 2, blocks: 1, learning_rate_init: 0.02 };

function assembled(pieces: number | 'auto') {
  const table = readTable('tales.csv', new TextEncoder().encode(csv));
  return assemble(requireTarget(buildDataset(table, data, 'hash')), modelOf('language-model'), { pieces });
}

suite('a language model of pieces', () => {
  test('reads the end of texts that are too long in characters, and learns from it', async () => {
    const whole = assembled('auto');
    const cut = assembled(0);
    const readBy = ({ encoding, data: { x } }: typeof whole) =>
      decode(encoding, matrix(x.rows, x.columns, x.data)).map(([text]) => String(text));
    assert.ok(readBy(whole).every((text) => / (good|bad)$/.test(text)));
    assert.ok(readBy(cut).every((text) => [...text].length === mostTokens));
    assert.match(cut.notes.join(' '), /longer than 128 characters and read up to there; pieces: 512 reads further/);
    assert.deepEqual(whole.notes, []);

    await useWasm();
    const { x, y } = whole.data;
    const model = await fit(modelOf('language-model'), whole.data, { options: { ...small, max_iter: 40 } });
    const joint = await model.logJoint!(x);
    const right = y.filter((label, i) => rowOf(joint, i)[label]! > rowOf(joint, i)[1 - label]!).length;
    assert.ok(right > 0.9 * y.length, `${right} of ${y.length}`);
    const again = modelOf('language-model').restore(model.save(), kernelFloat64);
    assert.deepEqual([...(await again.logJoint!(x)).data], [...joint.data]);
  });

  test('is judged by bits of a character, the end being one', () => {
    const { encoding } = assembled('auto');
    const { vocabulary, length } = encoding.features[0]!.tokens!;
    const x = matrix(2, length, new Float64Array(2 * length).fill(-1));
    const word = vocabulary.indexOf(` ${words[0]}`);
    rowOf(x, 0).set([word, word]);
    rowOf(x, 1).fill(word);
    const nats = 100 * Math.LN2;
    const { perplexity, bitsPerCharacter } = textMetrics(encoding, x, Float64Array.of(-nats / 4, (-3 * nats) / 4));
    // two pieces and an end, and a text that leaves no room for one
    assert.ok(Math.abs(Math.log2(perplexity!) - 100 / (3 + length)) < 1e-9);
    assert.ok(Math.abs(bitsPerCharacter! - 100 / (2 * 16 + 1 + 16 * length)) < 1e-9);
    assert.deepEqual(textMetrics({ features: [], columns: [], logScale: 0 }, x, new Float64Array(2)), {});
  });

  test('writes on from a prompt that ends inside a piece, no longer than asked, also when read again', async () => {
    const house = new TestHouse({ 'tales.csv': csv });
    const model = modelNamed('language-model', { ...small, max_iter: 2 }, 'teller');
    const trained = await house.run(planOf('train', data, [model]));
    const { perplexity, bitsPerCharacter } = trained.models[0]!.metrics;
    assert.ok(
      bitsPerCharacter! > 0 && bitsPerCharacter! < Math.log2(perplexity!) / 4,
      'a piece has several characters',
    );
    const options = { prompt: 'straightforward inc', n: 6, max_length: 50 };
    const kept = { ref: 'teller', name: 'teller', options: {}, at: ['generate'] };
    const generate = () => house.run(planOf('generate', data, [kept], { options }));
    const result = await generate();
    const written = result.tables[0]!.rows.map(([text]) => String(text));
    for (const text of written) {
      assert.ok(text.startsWith(options.prompt), text);
      assert.ok([...text].length <= 50, text);
    }
    const [figure] = result.figures;
    assert.ok(figure?.kind === 'token-probabilities');
    assert.equal(figure.measure, 'P(next piece)');
    for (const [i, { tokens, hints }] of figure.lines.entries()) {
      assert.equal(tokens.join(''), written[i]);
      assert.ok(tokens.length < [...written[i]!].length, 'pieces are fewer than characters');
      assert.ok(
        hints!.every((hint) => !/\s{2}|^\s/.test(hint)),
        'blanks are seen',
      );
    }
    house.memory = new EngineMemory();
    assert.deepEqual((await generate()).tables, result.tables);
    const [{ facts }] = [...house.models.values()] as unknown as [{ facts: TrainedFacts }];
    facts.encoding.features[0]!.tokens!.vocabulary = [];
    house.memory = new EngineMemory();
    assert.equal((await problemOf(generate())).code, 'damaged-model');
  });
});
