import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { FigureOf } from '../../../src/protocol/figures';
import { unpack } from '../../../src/protocol/packing';
import { modelNamed, planOf, reference, TestHouse } from './runSupport';

suite('support vectors in the decision boundary', () => {
  test('are training rows, in the units of the file, of the models that have them', async () => {
    const house = new TestHouse({ 'iris.csv': reference('iris.csv') });
    const lines = reference('iris.csv').trim().split(/\r?\n/);
    const header = lines[0]!.split(',');
    const data = { path: 'iris.csv', target: header.at(-1)! };
    const names = ['kernel-svm', 'linear-svm', 'logistic-regression'];
    const result = await house.run(planOf('train', data, names, { show: ['boundary'] }));
    const figure = result.figures.find(({ kind }) => kind === 'decision-boundary') as FigureOf<'decision-boundary'>;
    assert.match(figure.summary, /; rings: support vectors of kernel-svm, linear-svm\.$/);
    const [kernel, linear, logistic] = names.map((name) => figure.panels.find(({ model }) => model === name)!);
    assert.equal(logistic!.support, undefined);
    const train = new Set(placesOf(figure.train));
    assert.equal(unpack(figure.train.x).length, result.data.train);
    for (const panel of [kernel!, linear!]) {
      const places = placesOf(panel.support!);
      assert.ok(places.length > 10 && places.length < result.data.train / 2, `${places.length} support vectors`);
      for (const place of places) assert.ok(train.has(place), `no training row at ${place}`);
    }

    // the same from a model that was kept
    const again = await house.run(planOf('train', data, [modelNamed('kernel-svm')], { show: ['boundary'] }));
    const [panel] = (again.figures.find(({ kind }) => kind === 'decision-boundary') as typeof figure).panels;
    assert.deepEqual(panel!.support, kernel!.support);
  });
});

function placesOf({ x, y }: { x: Parameters<typeof unpack>[0]; y: Parameters<typeof unpack>[0] }): string[] {
  const across = unpack(x);
  const up = unpack(y);
  return Array.from(across, (value, i) => `${value.toFixed(4)} ${up[i]!.toFixed(4)}`);
}
