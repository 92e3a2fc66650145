// Pictures that models make are pictures: no pixel is darker or brighter than pixels can be.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { buildDataset, requireTarget } from '../../../../src/data/dataset';
import type { LabelledDataset } from '../../../../src/data/dataset';
import { readTable } from '../../../../src/data/formats';
import { matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { strokeDigits } from '../../../../src/data/strokeDigits';
import { toCsv } from '../../../../src/data/write';
import type { Fitted } from '../../../../src/engine/model';
import { models } from '../../../../src/engine/models/index';
import { generate } from '../../../../src/engine/tasks/drawRows';
import { assemble } from '../../../../src/engine/training/assemble';
import { withinRange } from '../../../../src/engine/training/withinRange';
import { TrainedModel } from '../../../../src/engine/training/trained';
import type { TrainedFacts } from '../../../../src/engine/training/trained';
import type { DataPlan } from '../../../../src/protocol/plan';
import { smallModels } from '../../../support/smallModels';
import { fit } from '../../../support/training';
import { useWasm } from '../../../support/wasm';
import { modelNamed, planOf, TestHouse } from '../runSupport';

const { x, y } = strokeDigits(60, 8, createRng(1));
const plan = { path: 'digits.csv', target: 'digit', image: { width: 8, height: 8 } };

/** Digits whose pixels are 0 to `brightest`. */
function csvOf(brightest: number): string {
  return toCsv(
    [...Array.from({ length: 64 }, (_, j) => `p${j}`), 'digit'],
    Array.from(y, (digit, i) => [
      ...Array.from(x.data.subarray(64 * i, 64 * (i + 1)), (value) => (value / 16) * brightest),
      digit,
    ]),
  );
}

function datasetOf(brightest: number, read: DataPlan = plan): LabelledDataset {
  return requireTarget(buildDataset(readTable('digits.csv', new TextEncoder().encode(csvOf(brightest))), read, ''));
}

const readsPictures = ['numbers', 'counts', 'presence', 'images'];
const samplers = models.filter(
  ({ card, reads = 'numbers' }) => card.capabilities.includes('Sampler') && readsPictures.includes(reads),
);

await useWasm();

for (const brightest of [1, 16, 255]) {
  const dataset = datasetOf(brightest);
  suite(`pixels that are made lie between 0 and ${brightest}`, () => {
    for (const spec of samplers)
      test(spec.card.id, async () => {
        const { data, encoding } = assemble(dataset, spec);
        const fitted = await fit(spec, data, { options: { ...smallModels[spec.card.id] }, maxSteps: 2 });
        const facts = { encoding, target: dataset.target, classCounts: Array<number>(10).fill(6) };
        const model = new TrainedModel('m', spec.card, facts as unknown as TrainedFacts, fitted);
        const { cells } = await generate(model, { n: 20 }, createRng(1));
        for (const value of cells.flat()) assert.ok(Number(value) >= 0 && Number(value) <= brightest, String(value));
        assert.deepEqual(await model.fitted.logJoint?.(data.x), await fitted.logJoint?.(data.x));
        model.dispose();
      });
  });
}

test('so are those of the file that sample writes', async () => {
  const home = new TestHouse({ 'digits.csv': csvOf(16) });
  const request = modelNamed('gaussian-naive-bayes');
  await home.run(planOf('sample', plan, [request], { options: { n: 20, to: 'made.csv' } }));
  const written = readTable('made.csv', new TextEncoder().encode(home.written.get('made.csv')));
  const pixels = buildDataset(written, plan, '').features.flatMap((column) =>
    column.kind === 'numeric' ? [...column.values] : [],
  );
  assert.equal(pixels.length, 20 * 64);
  assert.deepEqual([Math.min(...pixels), Math.max(...pixels)], [0, 16]);
});

test('the range is that of the pixels as a model reads them', () => {
  const dataset = datasetOf(16);
  for (const spec of samplers) {
    const counts = spec.reads === 'counts' || spec.reads === 'presence';
    assert.deepEqual(assemble(dataset, spec).encoding.range, { low: 0, high: counts ? 16 : 1 }, spec.card.id);
  }
  const { path, target } = plan;
  const plain = datasetOf(16, { path, target });
  assert.equal(assemble(plain, samplers[0]!).encoding.range, undefined);
});

test('everything that is made is bounded; what is known, noise on the way and densities are not', async () => {
  const rows = matrix(1, 4, Float64Array.of(-0.5, 0.25, 1.5, 3));
  const made = () => Promise.resolve(rows);
  const wild = {
    sample: made,
    decode: made,
    samplePath: () => Promise.resolve([rows, rows]),
    conditionalMean: made,
    conditionalSample: made,
    inpaint: made,
    logJoint: (given: typeof rows) => Promise.resolve(given),
  } as unknown as Required<Fitted>;
  const tame = withinRange(wild, { low: 0, high: 2 }) as Required<Fitted>;
  const rng = createRng(0);
  const bounded = [0, 0.25, 1.5, 2];
  assert.deepEqual([...(await tame.sample(1, 0, rng)).data], bounded);
  assert.deepEqual([...(await tame.decode(rows, rows)).data], bounded);
  assert.deepEqual(
    (await tame.samplePath(1, 0, rng, 2)).map((frame) => [...frame.data]),
    [[...rows.data], bounded],
  );
  const holes = matrix(1, 4, Float64Array.of(NaN, NaN, NaN, 3));
  for (const filled of [tame.conditionalMean(holes), tame.conditionalSample(holes, rng), tame.inpaint(holes, rng)])
    assert.deepEqual([...(await filled).data], [0, 0.25, 1.5, 3]);
  assert.equal(await tame.logJoint(rows), rows);
  assert.ok(!('encode' in tame), 'what a model cannot do it still cannot');
});
