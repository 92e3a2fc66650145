import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headline } from '../../../src/host/headline';
import { makeModel, makeResult } from './sampleResult';

test('the status bar names the most accurate model, the time and the backend', () => {
  assert.deepEqual(headline(makeResult()), {
    model: 'gaussian-naive-bayes: accuracy 0.988',
    time: '1.2 s',
    backend: 'webgl',
    backendTooltip: 'float32 on a graphics card',
  });
});

test('of equally accurate models the one with the lower log loss is named', () => {
  const models = [makeModel('a', { accuracy: 0.9, logLoss: 0.3 }), makeModel('b', { accuracy: 0.9, logLoss: 0.2 })];
  assert.equal(headline(makeResult({ models })).model, 'b: accuracy 0.900');
});

test('generated rows are the better the less they can be told from real ones', () => {
  const models = [makeModel('a', { twoSampleAuc: 0.61 }), makeModel('b', { twoSampleAuc: 0.48 })];
  assert.equal(headline(makeResult({ models })).model, 'b: two-sample AUC 0.480');
});

test('without accuracy the log density counts, without metrics the names do, without models nothing', () => {
  const densities = [makeModel('a', { logDensity: -3 }), makeModel('b', { logDensity: -2 })];
  assert.equal(headline(makeResult({ models: densities })).model, 'b: mean log density -2.000');
  assert.equal(headline(makeResult({ models: [makeModel('a', {}), makeModel('b', {})] })).model, 'a, b');
  assert.equal('model' in headline(makeResult({ models: [] })), false);
});

test('a stopped run says so, and another backend says why', () => {
  const engine = { ...makeResult().engine, reason: 'There is no WebGL.' };
  const { time, backendTooltip } = headline(makeResult({ interrupted: true, engine }));
  assert.equal(time, '1.2 s, stopped');
  assert.match(backendTooltip, /There is no WebGL\.$/);
});
