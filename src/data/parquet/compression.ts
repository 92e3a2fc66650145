import { gunzipSync } from 'fflate';
import { snappyUncompress, type CompressionCodec } from 'hyparquet';
import { decompressBrotli } from 'hyparquet-compressors/src/brotli.js';
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors/src/lz4.js';
import { checkUnfolded } from '../limits';
import { unfoldZstd } from '../zstd';

/** Unfolds into a room of fixed size, so that data that claims little and unfolds to much has nowhere to go. */
type Codec = (input: Uint8Array, length: number) => Uint8Array;

const codecs: Readonly<Partial<Record<CompressionCodec, Codec>>> = {
  UNCOMPRESSED: (input) => input,
  SNAPPY(input, length) {
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: (input, length) => gunzipSync(input, { out: new Uint8Array(length) }),
  BROTLI: decompressBrotli,
  ZSTD: unfoldZstd,
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/** The content of a page of `length` bytes. Throws an error that says what is wrong. */
export function unfolded(input: Uint8Array, length: number, name: CompressionCodec): Uint8Array {
  const codec = codecs[name];
  if (!codec) throw new Error(`the compression ${name}; expected ${Object.keys(codecs).join(', ')}`);
  if (!(length >= 0)) throw new Error(`a page of ${length} bytes`);
  checkUnfolded(length);
  const page = codec(input, length);
  if (page.length !== length) throw new Error(`a page of ${page.length} bytes where its header says ${length}`);
  return page;
}
