// VS Code with a Node extension host: the server inside code-server, driven in Chromium like the web build.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { ensureCodeServer, repository } from '../../tools/install.mjs';
import { launchChromium } from './chromium';
import { NetworkGuard } from './network';
import { Workbench, type OpenOptions, type Served } from './workbench';

export function openInCodeServer(options: OpenOptions): Promise<Workbench> {
  return Workbench.open(options, serveCodeServer);
}

/** Runs a test module of VS Code, as desktop VS Code does for its `extensionTestsPath`; throws what it threw. */
export async function runTestModule(module: string, workspace: string): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), 'model-cells-workspace-'));
  const folder = join(parent, basename(workspace));
  await cp(resolve(repository, workspace), folder, { recursive: true });
  const served = await serveCodeServer(folder, { own: repository }, {}, module);
  const browser = await launchChromium();
  try {
    const network = new NetworkGuard(browser.context, served.outsideRequests);
    const page = browser.context.pages()[0] ?? (await browser.context.newPage());
    const log: string[] = [];
    // VS Code calls these two when a test module writes to the console and when it has ended
    await page.exposeFunction('codeAutomationLog', (type: string, texts: unknown[]) => {
      // VS Code writes the error of a test module as an error; the rest tells of its own start
      const text = texts.join(' ');
      if (type === 'error' && !ownNoise.some((pattern) => pattern.test(text))) log.push(text);
    });
    const exit = new Promise<number>((done) => void page.exposeFunction('codeAutomationExit', done));
    await page.goto(served.url);
    if ((await exit) !== 0) throw new Error(`The test module failed:\n${log.join('\n')}`);
    network.assertNoOutsideRequests();
  } finally {
    await browser.close();
    await served.close();
    await rm(parent, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function serveCodeServer(
  folder: string,
  extensions: { own: string; probe?: string },
  settings: Record<string, unknown>,
  testModule?: string,
): Promise<Served> {
  const { node, server } = ensureCodeServer();
  const data = await mkdtemp(join(tmpdir(), 'model-cells-code-server-'));
  await mkdir(join(data, 'data', 'User'), { recursive: true });
  await writeFile(join(data, 'data', 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
  // installed, because the address of the window takes one extension under development only
  if (extensions.probe)
    await cp(extensions.probe, join(data, 'extensions', 'model-cells-test.probe-0.0.1'), { recursive: true });
  const port = await freePort();
  const authority = `127.0.0.1:${port}`;

  const flags = [
    ['--host', '127.0.0.1'],
    ['--port', String(port)],
    ['--server-data-dir', data],
    ['--extensions-dir', join(data, 'extensions')],
    ['--telemetry-level', 'off'],
    ['--without-connection-token'],
    ['--accept-server-license-terms'],
    ['--disable-workspace-trust'],
    // without it a built product ignores the extensions in the address
    ['--enable-smoke-test-driver'],
  ].flat();
  // a group of its own: the processes that the server forks outlive it otherwise
  const child = spawn(node, [server, ...flags], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // no marketplace: code-server asks Open VSX otherwise
    env: { ...process.env, EXTENSIONS_GALLERY: '{}' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const kill = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
  };
  const stop = () => process.exit(1);
  process.once('exit', kill);
  process.once('SIGTERM', stop);

  const close = async () => {
    process.off('exit', kill);
    process.off('SIGTERM', stop);
    const ended = new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done(undefined)));
    kill();
    await ended;
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };

  const end = Date.now() + 60_000;
  while (!(await answers(`http://${authority}/version`))) {
    if (child.exitCode !== null || Date.now() > end) {
      await close();
      throw new Error(`code-server did not start. It said:\n${output}`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }

  // nodeNetwork.ts is loaded in these processes too, and writes what it refused
  const outsideRequests = () => [...new Set(output.match(/A test tried to reach .*/g))];
  const remote = (path: string) => `vscode-remote://${authority}${path}`;
  const payload = [['extensionDevelopmentPath', remote(extensions.own)]];
  if (testModule) payload.push(['extensionTestsPath', remote(testModule)]);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return { url: `http://${authority}/?${query}`, ownNoise, close, outsideRequests };
}

const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** Files that belong to code-server's outer server, and native parts, which are not there on purpose. */
const ownNoise = [
  // the chat parts ask for a GitHub account even when they are switched off
  /authentication provider 'github'/,
  /status of 404 \(Not Found\)/,
  /Manifest fetch from .* failed/,
  /\[Service Worker\] registration/,
  /bad HTTP response code \(404\) was received when fetching the script/,
  /Could not locate the bindings file/,
  /Cannot find module '.*build\/Release\//,
];

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}
