import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildDataset } from '../../../src/data/dataset';
import { formatFor, readTable } from '../../../src/data/formats';
import { wholeTable } from '../../../src/data/textFormats';
import { utf8 } from './support';

function passagesOf(path: string, text: string, isAsked = false): { passages: string[]; notes: string[] } {
  const bytes = utf8(text);
  const wish = isAsked ? { prose: true } : {};
  const { columns, report } = wholeTable(formatFor(path, bytes, wish).read(bytes, path, wish));
  const [column] = columns;
  assert.ok(column?.kind === 'text' && column.name === 'text' && columns.length === 1);
  return { passages: Array.from(column.codes, (code) => column.levels[code]!), notes: report.notes };
}

describe('plain text', () => {
  test('has a passage for each paragraph, its lines joined', () => {
    const { passages } = passagesOf(
      'tale.txt',
      'It was a dark\r\nand stormy night.\r\n \r\nThe end, they said then.\r\n',
    );
    assert.deepEqual(passages, ['It was a dark and stormy night.', 'The end, they said then.']);
  });

  test('has a passage for each line without blank lines between', () => {
    const { passages, notes } = passagesOf('names.txt', 'emma\nolivia\n\nava\n'.replace('\n\n', '\n'), true);
    assert.deepEqual(passages, ['emma', 'olivia', 'ava']);
    assert.match(notes.join(' '), /3 lines/);
  });

  test('is divided at the ends of sentences, so that nothing is cut', () => {
    const sentence = `Every word of this rather long sentence${', and of this part,'.repeat(8)} has to be there.`;
    const endless = Array.from({ length: 180 }, (_, i) => `word${i}`).join(' ');
    const { passages, notes } = passagesOf('long.txt', `${sentence} ${sentence} ${sentence}\n\n${endless}\n`);
    assert.deepEqual(passages.slice(0, 3), [sentence, sentence, sentence]);
    assert.equal(passages.slice(3).join(' '), endless);
    for (const passage of passages) assert.ok(passage.length <= 384, passage);
    assert.match(notes.join(' '), /2 paragraphs, divided .* into \d+ passages of at most 384 characters/);
  });

  test('is told from tables that are called .txt', () => {
    const isProse = (path: string, text: string) => formatFor(path, utf8(text)).id === 'prose';
    assert.ok(
      isProse('tale.txt', 'Once upon a time, there was a mouse.\nIt ran and ran and ran.\nThen it slept a while.\n'),
    );
    assert.ok(!isProse('table.txt', 'width\theight\n1\t2\n3\t4\n'));
    assert.ok(!isProse('table.txt', 'id,what was said in the room\n1,we are all here now\n2,and nobody left us\n'));
    assert.ok(!isProse('column.txt', 'message\nhello my dear old friend\nhow do you do today\n'));
    assert.ok(!isProse('names.txt', 'emma\nolivia\nava\n'));
    assert.ok(!isProse('tale.csv', 'Once upon a time there was a mouse.\nIt ran and ran and ran.\n'));
  });

  test('is the text of a cell that says nothing of it', () => {
    const table = readTable('tale.txt', utf8('There was a mouse in the house.\nIt ran up and down the stairs.\n'));
    const { plan, features } = buildDataset(table, { path: 'tale.txt', split: { test: 0.5, seed: 0 } }, 'hash');
    assert.deepEqual(plan.text, { column: 'text' });
    assert.deepEqual(
      features.map(({ name }) => name),
      ['text'],
    );
  });

  test('of an empty file is a problem', () => {
    assert.throws(() => passagesOf('empty.txt', ' \n\n', true), /the file is empty/);
  });
});
