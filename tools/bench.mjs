// `npm run bench`: builds, bundles bench/main.ts and runs it. Flags: --repeats N, --only TEXT.
import { execFileSync } from 'node:child_process';
import { ensureRootInstalled } from './install.mjs';

ensureRootInstalled();
execFileSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
const { build } = await import('esbuild');
const outfile = '.cache/bench.mjs';
await build({
  entryPoints: ['bench/main.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  loader: { '.wasm': 'binary' },
  banner: { js: "import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);" },
  logLevel: 'warning',
});
execFileSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
