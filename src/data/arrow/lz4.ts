/** Bits of the frame's flags: each block is followed by a checksum; the frame tells its content's size. */
const flags = { blockChecksum: 0x10, contentSize: 0x08, dictionary: 0x01 };

const frameMagic = 0x184d2204;
/** Set in the length of a block that is not compressed. */
const storedBit = 0x80000000;

/**
 * The content of an LZ4 frame (LZ4 Frame Format 1.6.1, Collet 2020), which must have `length` bytes; checksums are not looked
 * at. Throws an error that says what is wrong.
 */
export function unfoldLz4(frame: Uint8Array, length: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (view.getUint32(0, true) !== frameMagic) throw new Error('LZ4 data without its magic number');
  const flag = view.getUint8(4);
  let at = 7 + (flag & flags.contentSize ? 8 : 0) + (flag & flags.dictionary ? 4 : 0);
  const output = new Uint8Array(length);
  let written = 0;
  for (;;) {
    const header = view.getUint32(at, true);
    at += 4;
    if (header === 0) break;
    const isStored = header >= storedBit;
    const size = isStored ? header - storedBit : header;
    if (at + size > frame.length) throw new Error(`an LZ4 block of ${size} bytes where ${frame.length - at} are left`);
    const block = frame.subarray(at, at + size);
    if (isStored) output.set(block, written);
    written = isStored ? written + size : unfoldBlock(block, output, written);
    at += size + (flag & flags.blockChecksum ? 4 : 0);
  }
  if (written !== length) throw new Error(`LZ4 data of ${written} bytes where ${length} were expected`);
  return output;
}

/** Writes the content of a block behind what stands in `output`, which its copies may reach back to. Gives the new end. */
function unfoldBlock(block: Uint8Array, output: Uint8Array, from: number): number {
  let at = 0;
  let written = from;
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255; length += byte) byte = block[at++] ?? 0;
    return length;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = lengthOf(token >> 4);
    if (at + literals > block.length) throw new Error(`an LZ4 run of ${literals} bytes that the block does not have`);
    output.set(block.subarray(at, at + literals), written);
    at += literals;
    written += literals;
    if (at === block.length) break;
    const back = block[at]! + 256 * (block[at + 1] ?? 0);
    at += 2;
    const end = written + lengthOf(token & 15) + 4;
    if (back === 0 || back > written || end > output.length)
      throw new Error(`an LZ4 copy of ${end - written} bytes from ${back} bytes back, which does not fit`);
    for (; written < end; written++) output[written] = output[written - back]!;
  }
  return written;
}
