import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { figureRenderers } from '../../../renderers/figures/index';
import { paperTheme } from '../../../renderers/figures/theme';
import { decisionBoundary } from '../../../src/protocol/figures/decisionBoundary';
import { pack } from '../../../src/protocol/packing';
import { sampleFigures } from '../../support/figures';

suite('support vectors in the picture', () => {
  const plain = sampleFigures['decision-boundary'];
  const renderer = figureRenderers['decision-boundary'];
  const withSupport = (x: number[], y: number[]) => ({
    ...plain,
    panels: plain.panels.map((panel, i) =>
      i === 1 ? { ...panel, support: { x: pack('f32', x), y: pack('f32', y) } } : panel,
    ),
  });
  const named = (figure: typeof plain) =>
    renderer.spec(figure, paperTheme, 900).data.filter(({ name }) => name === 'support vector');

  test('are rings in the panel of their model and one entry of the legend', () => {
    const figure = decisionBoundary.parse(withSupport([40, 45], [190, 210]));
    const [ring, entry, ...more] = named(figure);
    assert.deepEqual(more, []);
    assert.deepEqual([ring!['xaxis'], ring!['yaxis']], ['x2', 'y2']);
    assert.deepEqual(
      [ring!['x'], ring!['y']],
      [
        [40, 45],
        [190, 210],
      ],
    );
    assert.equal((ring!['marker'] as { symbol: string }).symbol, 'circle-open');
    assert.equal(ring!['showlegend'], false);
    assert.equal(entry!['showlegend'], true);
    assert.equal((entry!['marker'] as { symbol: string }).symbol, 'circle-open');
  });

  test('are thinned where there are too many to be seen', () => {
    const many = Array.from({ length: 9000 }, (_, i) => 30 + i / 300);
    assert.equal((named(withSupport(many, many))[0]!['x'] as number[]).length, 1500);
  });

  test('are absent where no model has them', () => {
    assert.deepEqual(named(plain), []);
  });

  test('arrays of different lengths are refused', () => {
    assert.throws(() => named(withSupport([40, 45], [190])), RangeError);
  });
});
