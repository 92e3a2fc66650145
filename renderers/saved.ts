import * as z from 'zod';
import { result, runningResult } from '../src/protocol/result';
import type { Result } from '../src/protocol/result';

// zod otherwise probes `new Function`, which pages with a content security policy forbid
z.config({ jitless: true });

/** What an output of a notebook turned out to hold. Saved outputs are untrusted: nothing is drawn that is not checked. */
export type Saved =
  { kind: 'result'; result: Result } | { kind: 'running'; runId: string } | { kind: 'sentence'; text: string };

const version = z.object({ version: z.number() });

/** Reads an output's text: a result, a run that has no result yet, or a sentence that says why nothing can be shown. */
export function readSaved(text: string): Saved {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return sentence('This output is damaged: it is not JSON. Run the cell again.');
  }
  const running = runningResult.safeParse(value);
  if (running.success) return { kind: 'running', runId: running.data.runId };
  const found = version.safeParse(value);
  if (found.success && found.data.version > 1) {
    return sentence(
      `This output was written by a newer version of Model Cells (format ${found.data.version}). Update the extension, or run the cell again.`,
    );
  }
  return checkResult(value);
}

/** A value as a result, or a sentence that names the first place where it is none. */
export function checkResult(value: unknown): Exclude<Saved, { kind: 'running' }> {
  const parsed = result.safeParse(value);
  if (parsed.success) return { kind: 'result', result: parsed.data };
  const issue = parsed.error.issues[0];
  const place = issue && issue.path.length > 0 ? ` at ${issue.path.map(String).join('.').slice(0, 100)}` : '';
  return sentence(`This output is damaged${place}: it is not a result of Model Cells. Run the cell again.`);
}

function sentence(text: string): Saved & { kind: 'sentence' } {
  return { kind: 'sentence', text };
}
