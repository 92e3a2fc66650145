// The exported networks, loaded and asked by TensorFlow.js's own layers.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDataset } from '../../../../src/data/dataset';
import { readTable } from '../../../../src/data/formats';
import { createKernel } from '../../../../src/engine/math/kernelChoice';
import { findModel, models } from '../../../../src/engine/models/index';
import { layersOf } from '../../../../src/engine/exporting/layers/index';
import { restore } from '../../../../src/engine/training/trained';
import type { DataPlan } from '../../../../src/protocol/plan';
import { modelNamed, planOf, TestHouse } from '../runSupport';

/** Numbers away from zero, two kinds of categories and a column of no spread. */
const rows = Array.from({ length: 90 }, (_, i) => {
  const k = i % 3;
  return [
    20 + k * 2 + Math.sin(i * 7),
    0.001 * Math.cos(i) + 0.002 * k,
    ['x', 'y', 'z'][(i + k) % 3],
    i % 2 === 0 ? 'no' : 'yes',
    5,
    `c${k}`,
  ];
});
const csv = ['a,b,kind,flag,same,y', ...rows.map((row) => row.join(','))].join('\n');
const data: DataPlan = { path: 'd.csv', target: 'y', features: ['a', 'b', 'kind', 'flag', 'same'] };

for (const id of Object.keys(layersOf)) {
  for (const options of id === 'mlp'
    ? [{ max_iter: 3 }, { max_iter: 5, activation: 'logistic', hidden_layer_sizes: [8] }]
    : [{}]) {
    test(`${id} ${JSON.stringify(options)}: its layers give its probabilities`, async () => {
      const house = new TestHouse({ 'd.csv': csv });
      const bytes = new Map<string, Uint8Array>();
      const environment = house.environment.bind(house);
      house.environment = () => ({
        ...environment(),
        writeFile(path, content) {
          bytes.set(path, content);
          return Promise.resolve(path);
        },
      });
      await house.run(
        planOf('export', data, [modelNamed(id, options)], { options: { to: 'net.json', format: 'tfjs' } }),
      );
      assert.deepEqual([...bytes.keys()], ['net.json', 'net.weights.bin']);
      const topology = JSON.parse(new TextDecoder().decode(bytes.get('net.json'))) as tf.io.ModelJSON & {
        userDefinedMetadata: { inputs: object[]; classes: string[] };
      };
      assert.deepEqual(topology.weightsManifest[0]!.paths, ['net.weights.bin']);
      assert.deepEqual(topology.userDefinedMetadata.classes, ['c0', 'c1', 'c2']);
      const weights = bytes.get('net.weights.bin')!;
      const network = await loadLayersModel(
        tf.io.fromMemory({
          modelTopology: topology.modelTopology,
          weightSpecs: topology.weightsManifest[0]!.weights,
          weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length) as ArrayBuffer,
        }),
      );
      const [key] = [...house.models.keys()];
      const model = restore(id, findModel(id)!, house.models.get(key!)!, createKernel('cpu'));
      const dataset = buildDataset(readTable('d.csv', new TextEncoder().encode(csv)), data, '');
      const all = Int32Array.from({ length: 90 }, (_, i) => i);
      const encoded = model.encode(dataset.features, all);
      const expected = await model.predictProba(encoded);
      const { columns } = model.facts.encoding;
      // in the units of the file, as the exported model takes them
      const raw = encoded.data.map(
        (z, at) => z * columns[at % columns.length]!.scale + columns[at % columns.length]!.mean,
      );
      const found = (
        network.predict(tf.tensor2d(Float32Array.from(raw), [90, columns.length])) as tf.Tensor
      ).dataSync();
      const furthest = expected.data.reduce((most, p, at) => Math.max(most, Math.abs(p - found[at]!)), 0);
      assert.ok(furthest < 1e-5, `${furthest}`);
    });
  }
}

test('every model that says it has layers is a model', () => {
  for (const id of Object.keys(layersOf)) assert.ok(models.some(({ card }) => card.id === id));
});
