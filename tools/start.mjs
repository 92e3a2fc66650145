// npm start [-- --port 3000] [--host localhost] [--no-open] [folder]
// Installs what is missing, builds the extension, and serves VS Code in the browser on `samples/` or another folder.
import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureRootInstalled, ensureWorkbench, onPath, repository } from './install.mjs';

const usualPort = 3000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    'no-open': { type: 'boolean', default: false },
  },
});
const folder = resolve(positionals[0] ?? join(repository, 'samples'));
const port = Number(options.port ?? usualPort);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port is ${options.port}; it must be a whole number from 0 (any free port) to 65535.`);
  process.exit(1);
}

try {
  ensureRootInstalled();
  ensureWorkbench();
  build();
  const server = await serve();
  console.log(`\nVS Code with Model Cells: ${server.url}`);
  if (positionals.length === 0) console.log('Open penguins.ipynb and choose Run All.');
  console.log(`Files are saved in ${folder}. Ctrl+C stops.`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => void server.close().then(() => process.exit(0)));
  }
  if (!options['no-open'] && !process.env.CI) openBrowser(server.url);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

function build() {
  console.error('Building the extension …');
  const { status } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: repository, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The extension could not be built. See the lines above.');
}

async function serve() {
  const { serveWorkbench } = await import('./workbench/server.mjs');
  const start = (port) => serveWorkbench({ folder, extension: repository, host: options.host, port });
  try {
    return await start(port);
  } catch (error) {
    // somebody else's port is taken as a no only when it was asked for
    if (error.code !== 'EADDRINUSE') throw error;
    if (options.port !== undefined) throw new Error(`Port ${port} is taken. Choose another, or 0 for any free one.`);
    return start(0);
  }
}

/** A convenience: where there is no desktop the printed address is enough. */
function openBrowser(url) {
  const hasDesktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const [command, ...parameters] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  if (!hasDesktop || (process.platform === 'linux' && !onPath(command))) return;
  spawn(command, parameters, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
