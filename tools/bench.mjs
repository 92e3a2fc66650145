// `npm run bench`: builds, bundles bench/main.ts and runs it. Flags: --repeats N, --only TEXT.
// `npm run bench -- quality`: the same with bench/quality/main.ts. Flags: --seeds N, --only TEXT.
// `npm run bench -- steps`: the same with bench/steps/main.ts, in a browser. Flags: --only TEXT.
import { execFileSync } from 'node:child_process';
import { ensureRootInstalled } from './install.mjs';

ensureRootInstalled();
execFileSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
const { build } = await import('esbuild');
const entries = { quality: 'bench/quality/main.ts', steps: 'bench/steps/main.ts' };
const [first, ...others] = process.argv.slice(2);
const isNamed = first !== undefined && Object.hasOwn(entries, first);
const flags = isNamed ? others : process.argv.slice(2);
const outfile = `.cache/bench-${isNamed ? first : 'speed'}.mjs`;
// bundled CommonJS packages ask for these, which an ES module does not have
const commonJs = `import { createRequire as makeRequire } from 'node:module';
const require = makeRequire(import.meta.url);
const __dirname = import.meta.dirname;`;
await build({
  entryPoints: [isNamed ? entries[first] : 'bench/main.ts'],
  bundle: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  format: 'esm',
  outfile,
  loader: { '.wasm': 'binary' },
  external: ['esbuild', 'playwright-core'],
  banner: { js: commonJs },
  logLevel: 'warning',
});
execFileSync(process.execPath, [outfile, ...flags], { stdio: 'inherit' });
