// Builds everything that ships into dist/. Flags: --watch, --minify (default for packaging), --meta (sizes and inputs).
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { environmentPlugin } from 'esbuild-plugin-environment';
import { glsl } from 'esbuild-plugin-glsl';
import inlineCss from 'esbuild-plugin-inline-css';

const watch = process.argv.includes('--watch');
const minify = process.argv.includes('--minify');
const meta = process.argv.includes('--meta');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  minify,
  sourcemap: minify ? false : 'linked',
  target: 'es2022',
  logLevel: 'warning',
  metafile: true,
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** `model-cells:catalogue` is the list of cards of all models, verbs and formats: plain data, made by the build. */
const catalogue = {
  name: 'catalogue',
  setup(build) {
    build.onResolve({ filter: /^model-cells:catalogue$/ }, () => ({ path: 'catalogue', namespace: 'model-cells' }));
    build.onLoad({ filter: /.*/, namespace: 'model-cells' }, async () => ({
      contents: JSON.stringify(await readCatalogue()),
      loader: 'json',
      watchDirs: ['src/engine', 'src/data'],
    }));
  },
};

/** Bundles the registries, runs them once in this process and keeps the cards. */
async function readCatalogue() {
  return (await evaluate('src/engine/catalogue.ts')).catalogue;
}

/** Cards are read without computing: Node could not load this part of tfjs as it stands. */
const withoutGradients = {
  name: 'without-gradients',
  setup(build) {
    build.onResolve({ filter: /register_all_gradients$/ }, () => ({ path: 'gradients', namespace: 'nothing' }));
    build.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: '' }));
  },
};

let evaluations = 0;

/** The exports of a module of ours, run in this process; several bundles may ask at the same time, each with a file of its own. */
async function evaluate(entry) {
  await mkdir('.cache', { recursive: true });
  const outfile = `.cache/${basename(entry, '.ts')}-${process.pid}-${++evaluations}.mjs`;
  const platform = { platform: 'node', format: 'esm', packages: 'external', plugins: [withoutGradients] };
  await esbuild.build({ ...shared, ...platform, entryPoints: [entry], outfile, sourcemap: false, minify: false });
  const exported = await import(pathToFileURL(outfile));
  await rm(outfile);
  return exported;
}

/** Plotly's sources want shaders, styles and Node's `stream` as text and shims. */
const plotly = {
  define: { ...shared.define, global: 'globalThis', 'define.amd': 'false' },
  alias: { regl: '@plotly/regl', stream: 'stream-browserify' },
  plugins: [(inlineCss.default ?? inlineCss)(), glsl({ minify: true }), environmentPlugin({ NODE_DEBUG: 'false' })],
};

/** Files of earlier builds go after the new ones are there, so that a running server never misses one. */
async function removeStale(built) {
  for (const entry of await readdir('dist', { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !built.has(file.replaceAll('\\', '/'))) await rm(file);
  }
}

const host = {
  ...shared,
  entryPoints: ['src/extension.ts'],
  external: ['vscode'],
  format: 'cjs',
  plugins: [catalogue],
};

/** Bundled CommonJS packages ask for `require` and `__dirname`, which an ES module does not have. */
const commonJs = `#!/usr/bin/env node
import { createRequire as __createRequire } from 'node:module';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __dirname = __fileURLToPath(new URL('.', import.meta.url));`;

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  { ...host, platform: 'node', target: 'node20', outfile: 'dist/extension-node.cjs' },
  // an import of a Node built-in does not resolve here, and so fails the build
  { ...host, platform: 'browser', mainFields: ['browser', 'module', 'main'], outfile: 'dist/extension-web.cjs' },
  {
    ...shared,
    ...plotly,
    entryPoints: { index: 'renderers/index.ts' },
    format: 'esm',
    splitting: true,
    outdir: 'dist/renderer',
  },
  { ...shared, ...plotly, entryPoints: ['renderers/pictureMain.ts'], format: 'iife', outfile: 'dist/picture.js' },
  // one self-contained file: a worker of a notebook webview cannot load anything; in the renderer's folder, the only one that the webview may read
  {
    ...shared,
    entryPoints: ['renderers/worker/main.ts'],
    format: 'iife',
    outfile: 'dist/renderer/worker.js',
    mainFields: ['module', 'browser', 'main'],
    loader: { '.wasm': 'binary' },
  },
  {
    ...shared,
    entryPoints: ['src/cli/main.ts'],
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outfile: 'dist/cli.mjs',
    plugins: [catalogue],
    loader: { '.wasm': 'binary' },
    external: ['playwright-core'],
    // one copy of tfjs-core, and the side effects by which its backends register, only in the ES modules
    mainFields: ['module', 'main'],
    banner: { js: commonJs },
  },
];

await mkdir('dist', { recursive: true });
if (watch) {
  for (const bundle of bundles) await (await esbuild.context(bundle)).watch();
  console.error('watching for changes');
} else {
  const results = await Promise.all(bundles.map((bundle) => esbuild.build(bundle)));
  const made = await readCatalogue();
  const { jsonSchema } = await evaluate('src/language/jsonSchema.ts');
  const published = { 'dist/catalogue.json': made, 'dist/model-cell.schema.json': jsonSchema(made) };
  for (const [file, content] of Object.entries(published)) await writeFile(file, JSON.stringify(content, null, 1));
  await removeStale(
    new Set([...Object.keys(published), ...results.flatMap(({ metafile }) => Object.keys(metafile.outputs))]),
  );
  if (meta) {
    for (const { metafile } of results) {
      for (const [file, { bytes }] of Object.entries(metafile.outputs))
        if (!file.endsWith('.map')) console.log(`${Math.round(bytes / 1024)} KiB ${file}`);
    }
  }
}
