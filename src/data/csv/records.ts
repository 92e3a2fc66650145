const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;

/** A quoted cell beyond this length that runs over several lines is believed only if the record cannot be read otherwise. */
const longCell = 1 << 16;

/** How a field is written. */
const plain = 0;
const inQuotes = 1;
/** In quotes, with quotes inside that are doubled. */
export const inQuotesDoubled = 2;

/**
 * Cuts bytes into records and fields, without copying: after `next()`, field `k` is `bytes[starts[k], ends[k])`.
 *
 * Records end with LF, CRLF or CR; empty lines are skipped. Blanks around a field are not part of it. In quotes, a
 * quote is written twice and line breaks are text. A quote that is never closed, or closed where no field can end, is a
 * letter like any other, so that it cannot swallow the lines that follow; such places are counted in `strayQuotes`.
 */
export class Records {
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  kinds = new Uint8Array(64);
  /** Fields of the record; those beyond `mostFields` are counted but not kept. */
  fields = 0;
  /** Where the record begins. */
  begin = 0;
  /** Fields that a record should have; 0 before it is known. */
  expected = 0;
  strayQuotes = 0;
  firstStrayQuote = -1;
  /** Whether, and how far, a field of the record runs over several lines. */
  private longest = 0;
  private quotesEndWithLine = false;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly delimiter: number,
    public position: number,
    private readonly mostFields: number,
  ) {}

  /** Reads the next record; false at the end. */
  next(): boolean {
    do {
      if (!this.skipEmptyLines()) return false;
      this.readRecord();
    } while (this.fields === 1 && this.starts[0] === this.ends[0] && this.kinds[0] === plain);
    return true;
  }

  private skipEmptyLines(): boolean {
    const { bytes } = this;
    while (this.position < bytes.length) {
      const byte = bytes[this.position];
      if (byte !== lineFeed && byte !== carriageReturn) return true;
      this.position++;
    }
    return false;
  }

  /**
   * Reads one record. Where a field runs over several lines and the record then has the wrong number of fields, or
   * the field is very long, the quote may be a stray one: then the first line is tried for itself.
   */
  private readRecord(): void {
    const { position, expected, strayQuotes, firstStrayQuote } = this;
    this.begin = position;
    this.readFields();
    if (this.longest === 0 || expected === 0 || (this.fields === expected && this.longest < longCell)) return;
    this.position = position;
    this.quotesEndWithLine = true;
    this.readFields();
    this.quotesEndWithLine = false;
    if (this.fields === expected) return;
    this.position = position;
    this.strayQuotes = strayQuotes;
    this.firstStrayQuote = firstStrayQuote;
    this.readFields();
  }

  private readFields(): void {
    const { bytes, delimiter } = this;
    const end = bytes.length;
    let { starts, ends, kinds } = this;
    let i = this.position;
    let field = 0;
    this.longest = 0;
    for (;;) {
      while (i < end && (bytes[i] === space || (bytes[i] === tab && delimiter !== tab))) i++;
      let start = i;
      let stop: number;
      let kind = plain;
      if (i < end && bytes[i] === quote && (stop = this.closingQuote(i)) >= 0) {
        kind = this.sawDoubled ? inQuotesDoubled : inQuotes;
        start++;
        i = stop + 1;
        while (i < end && (bytes[i] === space || (bytes[i] === tab && delimiter !== tab))) i++;
      } else {
        while (i < end) {
          const byte = bytes[i]!;
          if (byte === delimiter || byte === lineFeed || byte === carriageReturn) break;
          i++;
        }
        stop = i;
        while (stop > start && (bytes[stop - 1] === space || bytes[stop - 1] === tab)) stop--;
      }
      if (field === starts.length && field < this.mostFields) {
        this.grow();
        ({ starts, ends, kinds } = this);
      }
      if (field < starts.length) {
        starts[field] = start;
        ends[field] = stop;
        kinds[field] = kind;
      }
      field++;
      if (i >= end) break;
      const byte = bytes[i++]!;
      if (byte === delimiter) continue;
      if (byte === carriageReturn && bytes[i] === lineFeed) i++;
      break;
    }
    this.position = i;
    this.fields = field;
  }

  private sawDoubled = false;

  /** Where the field that opens with a quote at `open` closes, or -1 if that quote is a letter. */
  private closingQuote(open: number): number {
    const { bytes, delimiter } = this;
    const end = bytes.length;
    let lines = false;
    let stray = false;
    this.sawDoubled = false;
    for (let i = open + 1; i < end; i++) {
      const byte = bytes[i]!;
      if (byte === lineFeed || byte === carriageReturn) {
        if (stray || this.quotesEndWithLine) break;
        lines = true;
      }
      if (byte !== quote) continue;
      if (i + 1 < end && bytes[i + 1] === quote) {
        this.sawDoubled = true;
        i++;
        continue;
      }
      let after = i + 1;
      while (after < end && (bytes[after] === space || (bytes[after] === tab && delimiter !== tab))) after++;
      const next = after < end ? bytes[after]! : lineFeed;
      if (next === delimiter || next === lineFeed || next === carriageReturn) {
        if (stray) this.noteStray(open);
        if (lines) this.longest = Math.max(this.longest, i - open);
        return i;
      }
      if (lines) break;
      stray = true;
    }
    this.noteStray(open);
    return -1;
  }

  private noteStray(offset: number): void {
    this.strayQuotes++;
    if (this.firstStrayQuote < 0) this.firstStrayQuote = offset;
  }

  private grow(): void {
    const length = Math.min(this.mostFields, this.starts.length * 2);
    const { starts, ends, kinds } = this;
    this.starts = new Int32Array(length);
    this.ends = new Int32Array(length);
    this.kinds = new Uint8Array(length);
    this.starts.set(starts);
    this.ends.set(ends);
    this.kinds.set(kinds);
  }
}
