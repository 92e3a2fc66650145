import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTable } from '../../../src/data/formats';
import type { Table } from '../../../src/data/table';

const folder = join(process.cwd(), 'test/fixtures/formats');

/** A file that NumPy or Apache Arrow wrote, see `make.py` beside it. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, name)));
}

export function fixtureJson<T>(name: string): T {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
}

export function readFixture(name: string): Table {
  return readTable(name, fixture(name));
}
