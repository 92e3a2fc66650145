import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { NotebookFiles } from '../../../src/cli/files';
import { readTable } from '../../../src/data/formats';
import { Problem } from '../../../src/data/problem';
import { greyPng } from '../data/pictureFixtures';
import { temporaryFolder } from './support';

const withCode = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

/** outside.csv, work/ (the current directory) with there.csv and notes/ (the notebook's folder) with here.csv. */
async function place() {
  const root = await temporaryFolder();
  const work = join(root, 'work');
  const notes = join(work, 'notes');
  await mkdir(notes, { recursive: true });
  await writeFile(join(root, 'outside.csv'), 'secret');
  await writeFile(join(work, 'there.csv'), 'there');
  await writeFile(join(notes, 'here.csv'), 'here');
  return { root, work, notes, files: await NotebookFiles.of(join(notes, 'a.ipynb'), work) };
}

describe('NotebookFiles', () => {
  test('reads below the notebook, else below the current directory', async () => {
    const { files } = await place();
    const text = async (path: string) => Buffer.from(await files.read(await files.locate(path))).toString();
    assert.equal(await text('here.csv'), 'here');
    assert.equal(await text('there.csv'), 'there');
    assert.equal(await text('../there.csv'), 'there');
    await assert.rejects(files.locate('nowhere.csv'), withCode('missing-file'));
    await assert.rejects(files.locate('.'), withCode('is-a-directory'));
  });

  test('reads a folder of pictures as one file, and no other folder', async () => {
    const { files, notes, root } = await place();
    await mkdir(join(notes, 'pictures', 'cats'), { recursive: true });
    await assert.rejects(files.locate('pictures'), withCode('is-a-directory'));
    const picture = join(notes, 'pictures', 'cats', '1.png');
    await writeFile(
      picture,
      greyPng(2, 2, () => 7),
    );
    await symlink(join(root, 'outside.csv'), join(notes, 'pictures', 'cats', 'link.png'));
    const located = await files.locate('pictures/');
    const bytes = await files.read(located);
    assert.equal(bytes.length, located.size);
    assert.equal(readTable('pictures', bytes).rows, 1);
    await writeFile(
      picture,
      greyPng(3, 3, () => 7),
    );
    assert.notEqual((await files.locate('pictures')).version, located.version);
  });

  test('the version changes with the content', async () => {
    const { files, notes } = await place();
    const before = await files.locate('here.csv');
    await writeFile(join(notes, 'here.csv'), 'longer than before');
    const after = await files.locate('here.csv');
    assert.equal(before.uri, after.uri);
    assert.notEqual(before.version, after.version);
  });

  test('never leaves the folders', async () => {
    const { files, root, notes } = await place();
    for (const path of [
      '../../outside.csv',
      join(root, 'outside.csv'),
      'file:///etc/passwd',
      'a\\b.csv',
      '../../work/../outside.csv',
    ]) {
      await assert.rejects(files.locate(path), withCode('outside-workspace'), path);
      await assert.rejects(files.write(path, new Uint8Array(), true), withCode('outside-workspace'), path);
    }
    await symlink(join(root, 'outside.csv'), join(notes, 'link.csv'));
    await assert.rejects(files.locate('link.csv'), withCode('outside-workspace'));
    await assert.rejects(files.write('link.csv', new Uint8Array(), true), withCode('outside-workspace'));
    await symlink(root, join(notes, 'way-out'));
    await assert.rejects(files.write('way-out/new.csv', new Uint8Array(), false), withCode('outside-workspace'));
    assert.equal(await readFile(join(root, 'outside.csv'), 'utf8'), 'secret');
  });

  test('writes new files, and over old ones only when told to', async () => {
    const { files, notes } = await place();
    const bytes = new TextEncoder().encode('new');
    assert.equal(await files.write('deep/new.csv', bytes, false), 'deep/new.csv');
    assert.equal(await readFile(join(notes, 'deep', 'new.csv'), 'utf8'), 'new');
    await assert.rejects(files.write('here.csv', bytes, false), withCode('file-exists'));
    assert.equal(await readFile(join(notes, 'here.csv'), 'utf8'), 'here');
    await files.write('here.csv', bytes, true);
    assert.equal(await readFile(join(notes, 'here.csv'), 'utf8'), 'new');
    await assert.rejects(files.write('deep', bytes, true), withCode('is-a-directory'));
  });
});
