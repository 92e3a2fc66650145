import { readFile } from 'node:fs/promises';
import { Problem } from '../data/problem';
import { readCommand, usage, UsageError } from './arguments';
import { CellFailure } from './execute';
import { runExecute } from './runExecute';
import { runReport } from './runReport';

/** Entry of `dist/cli.mjs`, the package's `model-cells`. */
async function main(): Promise<number> {
  const command = readCommand(process.argv.slice(2));
  if (command.name === 'execute') return (await runExecute(command)) ? stopped : 0;
  if (command.name === 'report') await runReport(command);
  else console.log(command.name === 'help' ? usage : await version());
  return 0;
}

/** What a shell says of a command that Ctrl+C ended: 128 and the number of the signal. */
const stopped = 130;

async function version(): Promise<string> {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

function exitCode(error: unknown): number {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${usage}`);
    return 2;
  }
  const known = error instanceof CellFailure || error instanceof Problem;
  console.error(known || !(error instanceof Error) ? String((error as Error).message ?? error) : error.stack);
  return 1;
}

// not process.exit before the streams are written: an error message must not be cut off
process.exitCode = await main().catch(exitCode);
