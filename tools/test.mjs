// npm test [-- <path prefix in test/> ...] [--no-check] [--no-build]
// In a fresh clone on a fresh machine: installs packages, finds or installs a browser, builds, checks, runs every test.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureChromium, ensureCodeServer, ensureRootInstalled, ensureWorkbench, repository } from './install.mjs';
import { runFiles } from './testRun.mjs';

/** In the order they run: what fails soonest comes first. Two browsers at once would only slow each other down. */
const suites = [
  { folder: 'unit', atOnce: 2, needs: [] },
  { folder: 'browser', atOnce: 1, needs: [ensureBrowser] },
  { folder: 'workbench', atOnce: 1, needs: [ensureBrowser, ensureWorkbench] },
  { folder: 'node-host', atOnce: 1, needs: [ensureBrowser, ensureCodeServer] },
];

/** The scripts find their folder by where they are: imported where they stand, not bundled. */
const tools = {
  name: 'tools',
  setup(build) {
    build.onResolve({ filter: /\/tools\/.*\.mjs$/ }, ({ path, resolveDir }) => ({
      path: pathToFileURL(resolve(resolveDir, path)).href,
      external: true,
    }));
  },
};

/** Packages stay imports, except for tfjs. */
const packages = {
  name: 'packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || /^@tensorflow\/|^model-cells:/.test(path) ? undefined : { path, external: true },
    );
  },
};

/** Bundled CommonJS packages ask for `require` and `__dirname`, which an ES module does not have. */
const commonJs = `import { createRequire as __createRequire } from 'node:module';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __dirname = __fileURLToPath(new URL('.', import.meta.url));`;

const total = { passed: 0, failed: 0 };
const failures = [];

const { values: options, positionals: prefixes } = parseArgs({
  allowPositionals: true,
  options: { 'no-check': { type: 'boolean', default: false }, 'no-build': { type: 'boolean', default: false } },
});

try {
  await main();
} catch (error) {
  report('npm test', error);
}
if (failures.length > 0) console.log(`\n${failures.length} failed:\n\n${failures.join('\n\n')}\n`);
if (total.passed + total.failed === 0) console.log(`Nothing ran: no test file begins with ${prefixes.join(' or ')}.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

async function main() {
  ensureRootInstalled();
  const files = findTests();
  const chosen = suites
    .map((suite) => ({ ...suite, files: files.filter((file) => file.startsWith(`${suite.folder}/`)) }))
    .filter((suite) => suite.files.length > 0);

  // tests read what is built, and the type check reads nothing else
  if (!options['no-build'] && !check('build', process.execPath, ['esbuild.mjs'])) return;
  if (!options['no-check']) {
    check('typecheck', 'npm', ['run', '--silent', 'typecheck']);
    check('lint', 'npm', ['run', '--silent', 'lint']);
  }

  // before the tests and their guard against the network start
  const ready = chosen.filter(({ folder, needs }) => {
    try {
      for (const ensure of needs) ensure();
      return true;
    } catch (error) {
      report(folder, error);
      return false;
    }
  });
  if (ready.length === 0) return;
  const bundled = await bundle(ready.flatMap((suite) => suite.files));
  for (const { folder, atOnce, files } of ready) {
    console.log(`\n${folder}`);
    const result = await runFiles(
      files.map((file) => ({ name: file, source: join(repository, 'test', file), path: bundled(file) })),
      atOnce,
    );
    total.passed += result.passed;
    total.failed += result.failures.length;
    failures.push(...result.failures);
  }
}

function ensureBrowser() {
  process.env.CHROME_PATH = ensureChromium();
}

/** Every `*.test.ts` as a path inside test/, with forward slashes. */
function findTests() {
  return readdirSync(join(repository, 'test'), { recursive: true })
    .map((file) => String(file).split(sep).join('/'))
    .filter((file) => file.endsWith('.test.ts'))
    .filter(
      (file) => prefixes.length === 0 || prefixes.some((prefix) => file.startsWith(prefix.replace(/^test\//, ''))),
    )
    .sort();
}

/** One bundle per test file in .cache/tests; packages stay imports. Also the guard that every test process starts with. */
async function bundle(files) {
  const esbuild = await import('esbuild');
  // a folder for each run: two may go on at once
  const outdir = join(repository, '.cache', 'tests', String(process.pid));
  mkdirSync(outdir, { recursive: true });
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  await esbuild.build({
    absWorkingDir: repository,
    entryPoints: [...files, 'support/nodeNetwork.ts'].map((file) => `test/${file}`),
    outbase: 'test',
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    plugins: [tools, packages],
    // one copy of tfjs with its gradients, which its build for Node leaves out, shared by the files
    splitting: true,
    mainFields: ['module', 'main'],
    banner: { js: commonJs },
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'warning',
    outExtension: { '.js': '.mjs' },
    alias: { 'model-cells:catalogue': './dist/catalogue.json' },
    loader: { '.wasm': 'binary', '.css': 'text' },
  });
  const guard = pathToFileURL(join(outdir, 'support', 'nodeNetwork.mjs')).href;
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --enable-source-maps --import=${guard}`.trim();
  return (file) => join(outdir, ...file.replace(/\.ts$/, '.mjs').split('/'));
}

/** A command that counts as one test. */
function check(name, command, parameters) {
  const start = Date.now();
  const { status, stdout, stderr } = spawnSync(command, parameters, {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status === 0) {
    total.passed++;
    console.log(`✔ ${name} (${Date.now() - start} ms)`);
  } else {
    report(name, `${stdout}${stderr}`.trim());
  }
  return status === 0;
}

function report(name, error) {
  total.failed++;
  failures.push(`✖ ${name}\n${error?.stack ?? error}`);
  console.log(`✖ ${name}`);
}
