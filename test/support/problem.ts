import assert from 'node:assert/strict';
import { Problem } from '../../src/data/problem';

/** The problem that a run ends with; fails where it ends well or with another error. */
export async function problemOf(run: Promise<unknown>): Promise<Problem> {
  try {
    await run;
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    return error;
  }
  return assert.fail('no problem');
}
