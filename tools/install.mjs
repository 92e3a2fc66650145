// What the other scripts need to be there, installed when it is missing. Nothing is imported that needs installing.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, lstatSync, readlinkSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const workbench = join(repository, 'tools', 'workbench');
const codeServer = join(repository, 'tools', 'code-server');

/** The packages of the project itself. */
export function ensureRootInstalled() {
  installFromLock(repository, 'packages of Model Cells');
}

/** VS Code's web build (about 540 MB on disk). */
export function ensureWorkbench() {
  // its packages start nothing at installation: VS Code's build is plain files
  installFromLock(workbench, "VS Code's web build, once, about 540 MB", ['--ignore-scripts']);
}

/** A VS Code server with a Node extension host, and the Node it wants. Returns what starts it. */
export function ensureCodeServer() {
  // Its own installation script refuses any Node but 24 and compiles native parts (terminals, file watching, logs to
  // files) that nothing here uses. The inner server runs without them: only its plain dependencies are needed.
  installFromLock(codeServer, 'code-server, once, about 800 MB', ['--ignore-scripts']);
  const server = join(codeServer, 'node_modules', 'code-server', 'lib', 'vscode');
  if (!existsSync(join(server, 'node_modules', '.package-lock.json'))) {
    npm(server, [
      'install',
      '--no-save',
      '--omit=dev',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]);
  }
  return { node: node24(), server: join(server, 'out', 'server-main.js') };
}

/** What downloads and starts desktop VS Code. */
export function ensureDesktop() {
  const desktop = join(repository, 'tools', 'desktop');
  installFromLock(desktop, 'starter of desktop VS Code', ['--ignore-scripts']);
  return createRequire(join(desktop, 'package.json'))('@vscode/test-electron');
}

function node24() {
  const { platform, arch } = process;
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const file = platform === 'win32' ? 'node.exe' : 'node';
  const packaged = join(codeServer, 'node_modules', name, 'bin', file);
  if (existsSync(packaged)) return packaged;
  if (process.versions.node.startsWith('24.')) return process.execPath;
  throw new Error(
    `The tests in test/node-host need Node 24, which npm has no package of for ${platform} ${arch}, and this is Node ` +
      `${process.versions.node}. Run npm test with Node 24.`,
  );
}

/** Throws where the packages of a folder are those of another: to install would write into it. */
export function refuseLinkedPackages(folder) {
  const packages = join(folder, 'node_modules');
  if (!lstatSync(packages, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new Error(
    `${packages} is a symbolic link to ${readlinkSync(packages)}: installing would write there. Remove the link, so that ` +
      'packages are installed here.',
  );
}

/** Installs when there is nothing yet, or when the lock is newer than what is installed. */
function installFromLock(folder, what, options = []) {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  const lock = join(folder, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  refuseLinkedPackages(folder);
  console.error(`Installing the ${what} …`);
  npm(folder, ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...options]);
}

function npm(folder, parameters) {
  // the npm that started this script, where there is one: on Windows `npm` is not a program that can be started
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  const { status, error } = spawnSync(command, [...first, ...parameters], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status !== 0) {
    throw new Error(
      `npm ${parameters[0]} failed in ${folder} (${error?.message ?? `exit code ${status}`}). See the lines above.`,
    );
  }
}

const browserNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
];

/** The path of a Chromium, Chrome or Edge on this machine, or undefined. `CHROME_PATH` comes first. */
export function findChromium() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (isProgram(chosen)) return chosen;
    throw new Error(
      `CHROME_PATH is ${chosen}, which is not a program. Set it to a Chromium, Chrome or Edge, or unset it.`,
    );
  }
  return candidates().find(isProgram);
}

function candidates() {
  switch (process.platform) {
    case 'darwin':
      return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
        (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
      );
    case 'win32':
      return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => [
          join(folder, 'Chromium', 'Application', 'chrome.exe'),
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]);
    default:
      return (process.env.PATH ?? '')
        .split(delimiter)
        .flatMap((folder) => browserNames.map((name) => join(folder, name)));
  }
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** As findChromium, but installs Debian's package where that is possible, and otherwise says what to do. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const canInstall = process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get');
  if (canInstall) {
    console.error('Installing Chromium with apt-get …');
    const run = (...parameters) =>
      spawnSync('apt-get', parameters, {
        stdio: ['ignore', 2, 2],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0;
    run('update', '-q');
    run('install', '-qy', '--no-install-recommends', 'chromium');
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'No Chromium, Chrome or Edge was found. Install one (on Debian as root: apt-get install chromium; on Ubuntu a ' +
      'package from google.com/chrome), or set CHROME_PATH to the program.',
  );
}

export function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isProgram(join(folder, name)));
}
