import { inflateSync } from 'fflate';
import { crc32 } from './crc32';
import { damaged, decoding } from './damaged';
import { checkUnfolded } from './limits';

/** A file within a zip archive. */
export interface ZipEntry {
  name: string;
  /** As the archive says; the content is checked against it. */
  size: number;
  content(): Uint8Array;
}

const entrySize = 46;
const localSize = 30;

/**
 * The files of a zip archive (PKWARE's APPNOTE 6.3, 4.3.12), stored or deflated, without those of 4 GiB and more (Zip64).
 * Throws `damaged-file`; and `file-too-large` before anything is unfolded, if together they would be too much.
 */
export function zipEntries(bytes: Uint8Array, title: string): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = endOfArchive(view, title);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (at + entrySize > bytes.length || view.getUint32(at, true) !== 0x02014b50)
      throw damaged(title, `byte ${at}`, `no entry ${i + 1} of the archive's directory; expected ${count} entries`);
    const nameLength = view.getUint16(at + 28, true);
    const nameAt = at + entrySize;
    const name = new TextDecoder().decode(bytes.subarray(nameAt, nameAt + nameLength));
    const size = view.getUint32(at + 24, true);
    total += size;
    checkUnfolded(total);
    entries.push({ name, size, content: reader(bytes, view, at, name, title) });
    at = nameAt + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The place of the record that ends an archive; only a comment of at most 65,535 bytes follows it. */
function endOfArchive(view: DataView, title: string): number {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) if (view.getUint32(at, true) === 0x06054b50) return at;
  throw damaged(title, 'its end', 'no directory of the archive; expected one');
}

/** Reads the file of the entry at `at` when asked to. */
function reader(bytes: Uint8Array, view: DataView, at: number, name: string, title: string): () => Uint8Array {
  const place = `the part ${name}`;
  return () => {
    const method = view.getUint16(at + 10, true);
    const [checksum, packed, size] = [16, 20, 24].map((offset) => view.getUint32(at + offset, true)) as [
      number,
      number,
      number,
    ];
    const local = view.getUint32(at + 42, true);
    if (local + localSize > bytes.length || view.getUint32(local, true) !== 0x04034b50)
      throw damaged(title, place, `no file at byte ${local}; expected its local header`);
    const from = local + localSize + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const raw = bytes.subarray(from, from + packed);
    if (method !== 0 && method !== 8)
      throw damaged(title, place, `compression method ${method}; expected 0 (none) or 8 (deflate)`);
    // The room is fixed, so that data that unfolds to more than the directory says has nowhere to go.
    const content = method === 0 ? raw : decoding(title, place, () => inflateSync(raw, { out: new Uint8Array(size) }));
    if (content.length !== size || crc32(content) !== checksum)
      throw damaged(title, place, 'the checksum is not that of the content; expected it to be');
    return content;
  };
}
