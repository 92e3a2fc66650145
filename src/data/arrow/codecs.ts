import { CompressionType, setCompressionCodec } from '@uwdata/flechette';
import { unfoldZstd } from '../zstd';
import { unfoldLz4 } from './lz4';

/** Nothing is written here. */
function encode(): never {
  throw new Error('Arrow files are only read');
}

/** Teaches flechette, which keeps decoders for all its callers, the two compressions of Arrow files. */
export function registerCodecs(): void {
  setCompressionCodec(CompressionType.LZ4_FRAME, { decode: unfoldLz4, encode });
  setCompressionCodec(CompressionType.ZSTD, { decode: unfoldZstd, encode });
}
