// Where the menus of the explorer offer to explore a file: for what the readers know, by one list.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { formats } from '../../../src/data/formats';
import { textFormats } from '../../../src/data/textFormats';

interface Item {
  command: string;
  when: string;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: { menus: { [menu: string]: Item[] } };
};

/** The pattern that names of files are matched with, as VS Code reads it. */
function patternOf(menu: string): RegExp {
  const { when } = contributes.menus[menu]!.find(({ command }) => command === 'modelCells.exploreFile')!;
  const [, source, flags] = /=~ \/(.*)\/(\w*)$/.exec(when)!;
  return new RegExp(source!, flags);
}

test('the explorer offers every file that can be read, compressed or not, and no other', () => {
  const pattern = patternOf('explorer/context');
  for (const { extensions } of formats)
    for (const extension of extensions.filter((each) => each !== '.gz'))
      for (const name of [`a${extension}`, `A${extension.toUpperCase()}`, `b.c${extension}.gz`])
        assert.match(name, pattern);
  for (const name of ['train-images-idx3-ubyte', 't10k-labels-idx1-ubyte.gz', 'train-images.idx3-ubyte'])
    assert.match(name, pattern);
  const known = /\\\.\(([^)]*)\)/.exec(pattern.source)![1]!.split('|');
  const extensions = formats.flatMap((format) => format.extensions);
  assert.deepEqual(
    known.filter((each) => !extensions.includes(`.${each}`)),
    [],
  );
  for (const name of ['csv', 'a.csv.bak', 'src.tar.gz', 'main.ts', 'a.xlsx', 'README.md'])
    assert.doesNotMatch(name, pattern);
});

test('an editor offers what is read as text', () => {
  const known = textFormats.flatMap(({ extensions }) => extensions);
  for (const menu of ['editor/title', 'commandPalette']) {
    const offered = /\(([^)]*)\)/.exec(patternOf(menu).source)![1]!.split('|');
    assert.deepEqual(
      offered.filter((each) => !known.includes(`.${each}`)),
      [],
      menu,
    );
  }
});

test('folders are offered to be read as pictures, and not without a folder', () => {
  const of = (menu: string) => contributes.menus[menu]!.find(({ command }) => command === 'modelCells.exploreFolder');
  assert.equal(of('explorer/context')!.when, 'explorerResourceIsFolder');
  assert.equal(of('commandPalette')!.when, 'false');
});
