// The folder's files over HTTP, for the file system provider in disk/extension.js.
//   GET path            bytes             GET path?stat     {type, ctime, mtime, size}
//   GET path?list       [[name, type]]    GET ?find         every file's path
//   PUT path            write             PUT path?folder   make a folder
//   DELETE path         remove            PATCH path?to=    rename
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream';

/** Numbers of vscode.FileType. */
const typeOf = (entry) => (entry.isDirectory() ? 2 : entry.isFile() ? 1 : 0);
const most = 10_000;

export async function answerFileRequest(root, path, query, request, response) {
  const within = (name) => {
    const absolute = resolve(root, `.${sep}${name}`);
    if (absolute !== root && !absolute.startsWith(root + sep)) throw Object.assign(new Error(), { code: 'EACCES' });
    return absolute;
  };
  const json = (value) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(value));
  };
  try {
    const file = within(path);
    switch (request.method) {
      case 'GET':
        if (query.has('find')) return json(await findFiles(root));
        if (query.has('list')) return json(await list(file));
        if (query.has('stat')) return json(describe(await stat(file)));
        response.setHeader('Content-Length', (await stat(file)).size);
        response.setHeader('Content-Type', 'application/octet-stream');
        response.setHeader('Cache-Control', 'no-store');
        return pipeline(createReadStream(file), response, () => {});
      case 'PUT':
        if (query.has('folder')) await mkdir(file);
        else await writeFile(file, await buffer(request));
        return json(describe(await stat(file)));
      case 'PATCH':
        await rename(file, within(query.get('to') ?? ''));
        return json(true);
      case 'DELETE':
        await rm(file, { recursive: true });
        return json(true);
      default:
        response.writeHead(405).end();
    }
  } catch (error) {
    response.writeHead(error.code === 'ENOENT' ? 404 : 409);
    response.end(error.code ?? String(error));
  }
}

function describe(file) {
  return { type: typeOf(file), ctime: file.ctimeMs, mtime: file.mtimeMs, size: file.size };
}

async function list(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  return Promise.all(
    entries.map(async (entry) => {
      const target = entry.isSymbolicLink() ? await stat(resolve(folder, entry.name)).catch(() => entry) : entry;
      return [entry.name, typeOf(target)];
    }),
  );
}

async function findFiles(root) {
  const found = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined && found.length < most; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = resolve(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') folders.push(path);
      else if (entry.isFile()) found.push(relative(root, path).split(sep).join('/'));
    }
  }
  return found.slice(0, most);
}
