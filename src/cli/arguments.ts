import { parseArgs } from 'node:util';
import type { BackendChoice } from '../protocol/messages';

export const usage = `Usage: model-cells execute <notebook.ipynb> [options]
       model-cells report <notebook.ipynb> <report.html>

execute runs the model cells of a notebook in order, without an editor, and stops at the first that fails.

  --out <file.ipynb>    write the notebook with its outputs here
  --inplace             write the outputs into the notebook itself
  --json <file.json>    write all results as a JSON array in cell order
  --backend <name>      auto (default), webgl (in a headless browser), wasm or cpu
  --help, --version

report writes the notebook's prose, cells and saved results into one HTML file that needs nothing else.

Progress goes to stderr. Ctrl+C stops the running cell, and what is done by then is written. Exit code: 0; 1 when a
cell fails; 2 when the command is not understood; 130 when stopped.`;

const backends: readonly BackendChoice[] = ['auto', 'webgl', 'wasm', 'cpu'];

export interface ExecuteCommand {
  notebook: string;
  out?: string;
  json?: string;
  backend: BackendChoice;
}

export interface ReportCommand {
  notebook: string;
  out: string;
}

export type Command =
  | { name: 'help' }
  | { name: 'version' }
  | ({ name: 'execute' } & ExecuteCommand)
  | ({ name: 'report' } & ReportCommand);

/** A command that cannot be understood. */
export class UsageError extends Error {}

export function readCommand(parameters: string[]): Command {
  const { values, positionals } = parse(parameters);
  if (values.help) return { name: 'help' };
  if (values.version) return { name: 'version' };
  const [command, notebook, ...more] = positionals;
  if (command === 'report') {
    const [out, ...rest] = more;
    if (notebook === undefined || out === undefined || rest.length > 0)
      throw new UsageError('expected a notebook and the HTML file to write');
    return { name: 'report', notebook, out };
  }
  if (command !== 'execute')
    throw new UsageError(
      command === undefined ? 'missing command' : `unknown command: ${command}; expected execute or report`,
    );
  if (notebook === undefined || more.length > 0) throw new UsageError('expected one notebook');
  const backend = backends.find((name) => name === values.backend);
  if (!backend) throw new UsageError(`unknown backend: ${values.backend}; expected ${backends.join(', ')}`);
  if (values.out !== undefined && values.inplace) throw new UsageError('--out and --inplace exclude each other');
  const out = values.inplace ? notebook : values.out;
  if (out === undefined && values.json === undefined)
    throw new UsageError('nothing would be kept: give --out, --inplace or --json');
  return {
    name: 'execute',
    notebook,
    backend,
    ...(out === undefined ? {} : { out }),
    ...(values.json === undefined ? {} : { json: values.json }),
  };
}

function parse(parameters: string[]) {
  try {
    return parseArgs({
      args: parameters,
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        json: { type: 'string' },
        inplace: { type: 'boolean', default: false },
        backend: { type: 'string', default: 'auto' },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
