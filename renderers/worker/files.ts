import { Problem } from '../../src/data/problem';
import type { Channel } from '../../src/protocol/channel';
import type { HostProcedures, LocatedFile, RendererProcedures } from '../../src/protocol/messages';
import { fromBase64 } from '../../src/protocol/packing';

export type HostChannel = Channel<RendererProcedures, HostProcedures>;

/** Bytes per piece: 1 MB as base64, which keeps the editor's window responsive. */
const chunkBytes = 750_000;
const chunkTimeout = 60_000;

/** The bytes of a workspace file, by the shortest way that works: the webview's own fetch, else pieces from the host. */
export async function readWorkspaceFile(file: LocatedFile, host: HostChannel): Promise<Uint8Array<ArrayBuffer>> {
  return (await fetchFile(file)) ?? readInChunks(file, host);
}

async function fetchFile(file: LocatedFile): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (file.address === '') return undefined;
  try {
    const response = await fetch(new URL(file.address, document.baseURI), { cache: 'no-store' });
    if (!response.ok) return undefined;
    const buffer = await response.arrayBuffer();
    // another size: an error page, or a file that changed since it was located
    return buffer.byteLength === file.size ? new Uint8Array(buffer) : undefined;
  } catch {
    return undefined;
  }
}

async function readInChunks(file: LocatedFile, host: HostChannel): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(file.size);
  for (let offset = 0; offset < file.size; offset += chunkBytes) {
    const length = Math.min(chunkBytes, file.size - offset);
    const piece = fromBase64(await host.call('readChunk', { uri: file.uri, offset, length }, chunkTimeout));
    if (piece.length !== length) {
      throw new Problem(
        'file-changed',
        `${file.address}: expected ${length} bytes at ${offset}, got ${piece.length}; the file changed while it was read, run the cell again`,
      );
    }
    bytes.set(piece, offset);
  }
  return bytes;
}
