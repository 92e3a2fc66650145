import { CompressionType, setCompressionCodec } from '@uwdata/flechette';
import { decompress } from 'fzstd';
import { unfoldLz4 } from './lz4';

/** Nothing is written here. */
function encode(): never {
  throw new Error('Arrow files are only read');
}

/** Teaches flechette, which keeps decoders for all its callers, the two compressions of Arrow files. */
export function registerCodecs(): void {
  setCompressionCodec(CompressionType.LZ4_FRAME, { decode: unfoldLz4, encode });
  setCompressionCodec(CompressionType.ZSTD, {
    decode(bytes, length) {
      const content = decompress(bytes, new Uint8Array(length));
      if (content.length !== length)
        throw new Error(`zstd data of ${content.length} bytes where ${length} were expected`);
      return content;
    },
    encode,
  });
}
