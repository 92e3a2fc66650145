// The browser has what the engine needs, and the guard sees a request that would leave this machine.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPage, type OpenedPage } from '../support/page';

describe('a page in Chromium', () => {
  let opened: OpenedPage;
  before(async () => {
    opened = await openPage({ texts: { '/hello.txt': 'hello' }, folders: { '/samples': 'samples' } });
  });
  after(() => opened.close());

  test('reads what is served', async () => {
    const read = (path: string) => opened.page.evaluate(async (path) => (await fetch(path)).text(), path);
    assert.equal(await read('/hello.txt'), 'hello');
    assert.match(await read('/samples/penguins.ipynb'), /"cells"/);
  });

  test('has WebGL 2 in a worker, with float textures to render to', async () => {
    const supported = await opened.page.evaluate(
      () =>
        new Promise((done) => {
          const source = `const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
            postMessage(Boolean(gl?.getExtension('EXT_color_buffer_float')));`;
          const worker = new Worker(URL.createObjectURL(new Blob([source])));
          worker.onmessage = ({ data }) => done(data);
        }),
    );
    assert.equal(supported, true);
  });

  test('asks for nothing outside, and would be caught', async () => {
    opened.network.assertNoOutsideRequests();
    const ask = (address: string) => opened.page.evaluate((address) => fetch(address).catch(() => {}), address);
    await ask('https://example.org/data.csv');
    await ask('http://192.0.2.1/');
    assert.throws(() => opened.network.assertNoOutsideRequests(), /example\.org\/data\.csv[^]*192\.0\.2\.1/);
  });
});
