import { buildDataset, type Dataset } from '../data/dataset';
import { formatFor } from '../data/formats';
import { sha256 } from '../data/hash';
import { joinLabels } from '../data/labels';
import type { DataPlan } from '../data/plan';
import { Problem } from '../data/problem';
import type { CellPath } from '../data/problem';
import type { Format, ReadWish, Table } from '../data/table';
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
  const { table, hash } = await loadTable(plan.path, environment, memory, signal, wishOf(plan));
  if (plan.labels === undefined) return buildDataset(table, plan, hash);
  const labels = await loadTable(plan.labels, environment, memory, signal).catch(rethrowAt(['labels']));
  const both = await sha256(new TextEncoder().encode(`${hash}\n${labels.hash}`));
  return buildDataset(joinLabels(table, labels.table), plan, both);
}

/** What the roles of the data say of how its file is read. */
function wishOf({ image, text }: DataPlan): ReadWish {
  return { ...(image ? { image } : {}), ...(text?.prose ? { prose: true } : {}) };
}

/** A problem with a file is taken for one with the data, unless it says otherwise: for a file that stands elsewhere in the cell. */
export function rethrowAt(at: CellPath): (error: unknown) => never {
  return (error) => {
    throw error instanceof Problem ? new Problem(error.code, error.message, at) : error;
  };
}

/** Finds and reads a file. What was read before is not read again. */
export async function loadTable(
  path: string,
  environment: Environment,
  memory: EngineMemory,
  signal: AbortSignal,
  wish: ReadWish = {},
): Promise<FileContent> {
  const file = await environment.locate(path);
  const version = `${file.uri}\n${file.version}\n${JSON.stringify(wish)}`;
  const content = memory.versions.get(version) ?? (await read(file, path, wish, environment, memory, signal));
  memory.versions.set(version, content);
  return content;
}

async function read(
  file: LocatedFile,
  path: string,
  wish: ReadWish,
  environment: Environment,
  memory: EngineMemory,
  signal: AbortSignal,
): Promise<FileContent> {
  environment.progress({ text: `reading ${path}` });
  const bytes = (await environment.readFile(file)) as Uint8Array<ArrayBuffer>;
  const format = formatFor(path, bytes, wish);
  const hash = await sha256(bytes);
  const key = `${format.id}:${hash}:${JSON.stringify(wish)}`;
  const reading = () => parse(format.read(bytes, path, wish), path, environment, signal);
  const content = memory.contents.get(key) ?? { hash, table: await reading() };
  memory.contents.set(key, content);
  return content;
}

async function parse(
  reading: ReturnType<Format['read']>,
  path: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Table> {
  const breath = new Pace(environment.now, breathInterval);
  const report = new Pace(environment.now, progressInterval);
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
