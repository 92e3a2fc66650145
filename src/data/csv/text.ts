const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of `bytes[start, end)`; bytes that are no UTF-8 become U+FFFD. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return utf8.decode(bytes.subarray(start, end));
}

/** Line numbers of offsets, from 1; asked in any order, fastest in rising order. */
export function lineCounter(bytes: Uint8Array): (offset: number) => number {
  let line = 1;
  let position = 0;
  return (offset) => {
    if (offset < position) {
      line = 1;
      position = 0;
    }
    for (; position < offset; position++) {
      const byte = bytes[position];
      if (byte === 0x0a || (byte === 0x0d && bytes[position + 1] !== 0x0a)) line++;
    }
    return line;
  };
}
