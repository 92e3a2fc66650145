import { textOf } from './text';

/**
 * The distinct words of a column, found by their bytes: a string is made once per word, not once per cell.
 * Words are remembered as places in the file, so that a column of a million different words costs about 20 bytes for
 * each until the end.
 */
export class Dictionary {
  /** Distinct words so far. */
  size = 0;
  private starts = new Int32Array(16);
  private ends = new Int32Array(16);
  private hashes = new Int32Array(16);
  /** 1 where quotes inside the word are doubled in the file. */
  private doubled = new Uint8Array(16);
  /** Open addressing: word number + 1, or 0. */
  private slots = new Int32Array(32);

  constructor(private readonly bytes: Uint8Array) {}

  /** The number of the word in `bytes[start, end)`, a new one if it was not seen before. */
  code(start: number, end: number, doubled: number): number {
    const { bytes, slots, hashes } = this;
    const mask = slots.length - 1;
    let hash = doubled ^ (end - start);
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      if (hashes[entry - 1] === hash && this.equals(entry - 1, start, end, doubled)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return this.insert(slot, hash, start, end, doubled);
  }

  /** The place of a word in the file. */
  place(code: number): { start: number; end: number } {
    return { start: this.starts[code]!, end: this.ends[code]! };
  }

  word(code: number): string {
    const text = textOf(this.bytes, this.starts[code]!, this.ends[code]!);
    return this.doubled[code] ? text.replaceAll('""', '"') : text;
  }

  private equals(code: number, start: number, end: number, doubled: number): boolean {
    const { bytes } = this;
    let other = this.starts[code]!;
    if (this.ends[code]! - other !== end - start || this.doubled[code] !== doubled) return false;
    for (let i = start; i < end; i++, other++) if (bytes[i] !== bytes[other]) return false;
    return true;
  }

  private insert(slot: number, hash: number, start: number, end: number, doubled: number): number {
    const code = this.size++;
    if (code === this.starts.length) this.grow();
    this.starts[code] = start;
    this.ends[code] = end;
    this.hashes[code] = hash;
    this.doubled[code] = doubled;
    this.slots[slot] = code + 1;
    if (this.size * 2 > this.slots.length) this.rehash();
    return code;
  }

  private grow(): void {
    const length = this.starts.length * 2;
    const longer = <A extends Int32Array | Uint8Array>(old: A, next: A): A => (next.set(old), next);
    this.starts = longer(this.starts, new Int32Array(length));
    this.ends = longer(this.ends, new Int32Array(length));
    this.hashes = longer(this.hashes, new Int32Array(length));
    this.doubled = longer(this.doubled, new Uint8Array(length));
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let code = 0; code < this.size; code++) {
      let slot = this.hashes[code]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = code + 1;
    }
    this.slots = slots;
  }
}
