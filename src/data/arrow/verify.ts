import { checkUnfolded } from '../limits';

/** Entries of all lists together; a file with more is no table. Bounds the work on a small file that refers to itself. */
const mostEntries = 4_000_000;

/** Kinds of messages, see Message.fbs of Apache Arrow. */
const dictionaryBatch = 2;
const recordBatch = 3;
/** The type whose description holds a list. */
const union = 14;
/** Before this version of the format, descriptions of buffers had 8 more bytes. */
const version4 = 3;

/**
 * Walks over the descriptions in an Arrow file, which are FlatBuffers, and throws an error where a list claims more entries
 * than there are bytes for, or compressed buffers more content than is read. flechette would believe them.
 */
export function verify(bytes: Uint8Array): void {
  new Verifier(new DataView(bytes.buffer, bytes.byteOffset, bytes.length)).file();
}

/** The place of a field of a FlatBuffers table, or 0. */
type Fields = (slot: number) => number;

class Verifier {
  private entries = 0;
  private unfolded = 0;

  constructor(private readonly view: DataView) {}

  file(): void {
    const { view } = this;
    const end = view.byteLength - 10;
    const footer = this.table(view, end - view.getInt32(end, true));
    const schema = footer(6);
    if (schema === 0) throw new Error('a footer without a schema');
    const fields = this.table(view, schema);
    this.each(view, fields(6), 4, (at) => this.field(at));
    this.each(view, fields(8), 4, () => undefined);
    this.each(view, footer(12), 4, () => undefined);
    for (const slot of [8, 10]) this.each(view, footer(slot), 24, (at) => this.message(int64(view, at)));
  }

  private field(at: number): void {
    const { view } = this;
    const fields = this.table(view, at);
    const [kind, type] = [fields(8), fields(10)];
    this.each(view, fields(14), 4, (child) => this.field(child));
    this.each(view, fields(16), 4, () => undefined);
    if (kind !== 0 && type !== 0 && view.getUint8(kind) === union)
      this.each(view, this.table(view, type)(6), 4, () => undefined);
  }

  private message(from: number): void {
    const { view } = this;
    let at = from;
    let length = view.getInt32(at, true);
    at += 4;
    if (length === -1) {
      length = view.getInt32(at, true);
      at += 4;
    }
    if (!(length > 0 && at + length <= view.byteLength))
      throw new Error(`a message of ${length} bytes at byte ${from}`);
    const head = new DataView(view.buffer, view.byteOffset + at, length);
    const fields = this.table(head, 0);
    const [version, kind, header] = [fields(4), fields(6), fields(8)];
    const body = at + length;
    const isOld = version === 0 || head.getInt16(version, true) < version4;
    const type = kind === 0 ? 0 : head.getUint8(kind);
    if (header === 0 || (type !== dictionaryBatch && type !== recordBatch))
      throw new Error(`a message of the kind ${type} at byte ${from}`);
    const batch = type === recordBatch ? header : this.table(head, header)(6);
    if (batch === 0) throw new Error(`a dictionary without words at byte ${from}`);
    const sizes = this.batch(head, batch, isOld, body);
    if (type === dictionaryBatch) checkWords(int64(head, this.first(head, this.table(head, batch)(6))), sizes);
  }

  /** The sizes of a batch's buffers, without compression. */
  private batch(head: DataView, at: number, isOld: boolean, body: number): number[] {
    const fields = this.table(head, at);
    const skipped = isOld ? 8 : 0;
    const isCompressed = fields(10) !== 0;
    this.each(head, fields(6), 16, () => undefined);
    const sizes: number[] = [];
    this.each(head, fields(8), 16 + skipped, (place) => {
      const [offset, length] = [int64(head, place + skipped), int64(head, place + skipped + 8)];
      const isPlain = !isCompressed || length === 0 || int64(this.view, body + offset) === -1;
      sizes.push(isPlain ? length : int64(this.view, body + offset));
      if (!isPlain) checkUnfolded((this.unfolded += Math.max(0, sizes.at(-1)!)));
    });
    this.each(head, fields(12), 8, (place) => {
      const count = int64(head, place);
      if (!(count >= 0 && count <= sizes.length))
        throw new Error(`${count} buffers of words where there are ${sizes.length}`);
    });
    return sizes;
  }

  /** The place of the first entry of a list that has one. */
  private first(view: DataView, at: number): number {
    let first = 0;
    this.each(view, at, 16, (place) => (first ||= place));
    if (first === 0) throw new Error('a dictionary without a length');
    return first;
  }

  private table(view: DataView, at: number): Fields {
    const table = at + view.getInt32(at, true);
    const slots = table - view.getInt32(table, true);
    const size = view.getUint16(slots, true);
    return (slot) => {
      const offset = slot < size ? view.getUint16(slots + slot, true) : 0;
      return offset === 0 ? 0 : table + offset;
    };
  }

  private each(view: DataView, at: number, stride: number, visit: (place: number) => void): void {
    if (at === 0) return;
    const base = at + view.getInt32(at, true);
    const length = view.getInt32(base, true);
    this.entries += Math.max(0, length);
    if (!(length >= 0 && base + 4 + length * stride <= view.byteLength) || this.entries > mostEntries)
      throw new Error(`a list of ${length} entries at byte ${base}, which has no room for them`);
    for (let i = 0; i < length; i++) visit(base + 4 + i * stride);
  }
}

/** flechette decodes all words of a dictionary at once, whether there are that many or not. */
function checkWords(count: number, sizes: readonly number[]): void {
  const isText = sizes.length === 3;
  const most = isText ? sizes[1]! / 4 : 8 * Math.max(0, ...sizes);
  if (!(count >= 0 && count <= most)) throw new Error(`a dictionary of ${count} words where at most ${most} can be`);
}

function int64(view: DataView, at: number): number {
  return Number(view.getBigInt64(at, true));
}
