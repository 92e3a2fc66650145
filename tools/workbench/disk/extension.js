// The file system `served:/<folder>/...`: the folder the server was started on, read and written over HTTP.
const vscode = require('vscode');

exports.activate = (context) => {
  const server = context.extensionUri.with({ path: '/files' }).toString(true);
  const changed = new vscode.EventEmitter();
  const { Created, Changed, Deleted } = vscode.FileChangeType;
  const tell = (type, ...uris) => changed.fire(uris.map((uri) => ({ type, uri })));

  // the first segment of a path is the folder's own name
  const inFolder = (uri) => uri.path.split('/').slice(2).map(encodeURIComponent).join('/');

  async function call(method, uri, query = '', body = undefined) {
    const response = await fetch(`${server}/${inFolder(uri)}${query}`, { method, body });
    if (response.ok) return response;
    if (response.status === 404) throw vscode.FileSystemError.FileNotFound(uri);
    const code = await response.text();
    if (code === 'EEXIST') throw vscode.FileSystemError.FileExists(uri);
    if (code === 'EISDIR') throw vscode.FileSystemError.FileIsADirectory(uri);
    if (code === 'ENOTDIR') throw vscode.FileSystemError.FileNotADirectory(uri);
    throw vscode.FileSystemError.NoPermissions(`${uri.path}: ${code}`);
  }
  const exists = (uri) =>
    call('GET', uri, '?stat').then(
      () => true,
      () => false,
    );

  const provider = {
    onDidChangeFile: changed.event,
    // changes made outside VS Code are seen when a file is next opened
    watch: () => new vscode.Disposable(() => {}),
    stat: async (uri) => (await call('GET', uri, '?stat')).json(),
    readDirectory: async (uri) => (await call('GET', uri, '?list')).json(),
    readFile: async (uri) => new Uint8Array(await (await call('GET', uri)).arrayBuffer()),
    async writeFile(uri, content, { create, overwrite }) {
      const there = await exists(uri);
      if (!there && !create) throw vscode.FileSystemError.FileNotFound(uri);
      if (there && create && !overwrite) throw vscode.FileSystemError.FileExists(uri);
      await call('PUT', uri, '', content);
      tell(there ? Changed : Created, uri);
    },
    async createDirectory(uri) {
      await call('PUT', uri, '?folder');
      tell(Created, uri);
    },
    async delete(uri) {
      await call('DELETE', uri);
      tell(Deleted, uri);
    },
    async rename(from, to, { overwrite }) {
      if (!overwrite && (await exists(to))) throw vscode.FileSystemError.FileExists(to);
      await call('PATCH', from, `?to=${encodeURIComponent(inFolder(to).split('/').map(decodeURIComponent).join('/'))}`);
      tell(Deleted, from);
      tell(Created, to);
    },
  };
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider('served', provider, { isCaseSensitive: true }),
    vscode.workspace.registerFileSearchProvider('served', {
      async provideFileSearchResults(_query, { folder }) {
        const found = await (await call('GET', folder, '?find')).json();
        return found.map((path) => vscode.Uri.joinPath(folder, path));
      },
    }),
  );
};
