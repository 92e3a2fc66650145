import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from '../install.mjs';

/** Bundles test/desktop/sample.ts as VS Code loads test modules, and returns where. */
export async function bundleTestModule() {
  const outfile = join(repository, '.cache', 'desktop', 'sample.cjs');
  await build({
    absWorkingDir: repository,
    entryPoints: ['test/desktop/sample.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}
