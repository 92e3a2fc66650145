import { buildDataset, type Dataset } from '../data/dataset';
import { formatFor } from '../data/formats';
import { sha256 } from '../data/hash';
import { joinLabels } from '../data/labels';
import type { DataPlan } from '../data/plan';
import { Problem } from '../data/problem';
import type { Format, Table } from '../data/table';
import type { LocatedFile } from '../protocol/messages';
import type { Environment } from './environment';
import type { EngineMemory, FileContent } from './memory';
import { breathInterval, Pace, progressInterval } from './pace';

/** Finds, reads and understands the file of a plan, with its file of labels if there is one. */
export async function loadDataset(
  plan: DataPlan,
  environment: Environment,
  memory: EngineMemory,
  signal: AbortSignal,
): Promise<Dataset> {
  const { table, hash } = await loadTable(plan.path, environment, memory, signal);
  if (plan.labels === undefined) return buildDataset(table, plan, hash);
  const labels = await loadTable(plan.labels, environment, memory, signal).catch(rethrowAtLabels);
  const both = await sha256(new TextEncoder().encode(`${hash}\n${labels.hash}`));
  return buildDataset(joinLabels(table, labels.table), plan, both);
}

/** A problem with a file is taken for one with the data, unless it says otherwise. */
function rethrowAtLabels(error: unknown): never {
  throw error instanceof Problem ? new Problem(error.code, error.message, ['labels']) : error;
}

/** Finds and reads a file. What was read before is not read again. */
export async function loadTable(
  path: string,
  environment: Environment,
  memory: EngineMemory,
  signal: AbortSignal,
): Promise<FileContent> {
  const file = await environment.locate(path);
  const version = `${file.uri}\n${file.version}`;
  const content = memory.versions.get(version) ?? (await read(file, path, environment, memory, signal));
  memory.versions.set(version, content);
  return content;
}

async function read(
  file: LocatedFile,
  path: string,
  environment: Environment,
  memory: EngineMemory,
  signal: AbortSignal,
): Promise<FileContent> {
  environment.progress({ text: `reading ${path}` });
  const bytes = (await environment.readFile(file)) as Uint8Array<ArrayBuffer>;
  const format = formatFor(path, bytes);
  const hash = await sha256(bytes);
  const known = memory.contents.get(`${format.id}:${hash}`);
  const content = known ?? { hash, table: await parse(format, bytes, path, environment, signal) };
  memory.contents.set(`${format.id}:${hash}`, content);
  return content;
}

async function parse(
  format: Format,
  bytes: Uint8Array,
  path: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Table> {
  const breath = new Pace(environment.now, breathInterval);
  const report = new Pace(environment.now, progressInterval);
  const reading = format.read(bytes, path);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
    if (report.due())
      environment.progress({ text: `reading ${path}: ${step.value.rows} rows`, fraction: step.value.fraction });
    if (breath.due()) await environment.breathe();
    if (signal.aborted)
      throw new Problem('interrupted', `The run was stopped while ${path} was read; nothing was learned.`);
  }
}
