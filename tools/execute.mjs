// npm run --silent execute -- notebook.ipynb --out out.ipynb: the command line from a fresh clone. Installs and builds
// what is missing or out of date, on stderr, and then is `model-cells execute`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureRootInstalled, repository } from './install.mjs';

const cli = join(repository, 'dist', 'cli.mjs');

ensureRootInstalled();
if (isOutdated()) {
  console.error('Building …');
  const { status } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: repository, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
}
// npm starts scripts in the package's folder; paths are meant as typed
const { status } = spawnSync(process.execPath, [cli, 'execute', ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
});
process.exit(status ?? 1);

/** Whether a source is newer than what was built from it. */
function isOutdated() {
  if (!existsSync(cli)) return true;
  const built = statSync(cli).mtimeMs;
  return ['src', 'renderers', 'esbuild.mjs', 'package-lock.json'].some(
    (source) => newest(join(repository, source)) > built,
  );
}

function newest(path) {
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
