import type { ColumnDecoder, SchemaElement, SchemaTree } from 'hyparquet/src/types.js';
import { dayText, timeText } from '../isoText';

/** Whether the values of a column are cells: it is none of several columns, of lists, or of bytes that are no text. */
export function isReadable({ element, children }: SchemaTree): boolean {
  return (
    children.length === 0 && element.type !== undefined && element.repetition_type !== 'REPEATED' && !isRaw(element)
  );
}

const rawTypes: readonly (string | undefined)[] = ['BSON', 'INTERVAL', 'GEOMETRY', 'GEOGRAPHY', 'VARIANT'];
const textOfFixedLength: readonly (string | undefined)[] = ['DECIMAL', 'UUID', 'FLOAT16'];

function isRaw({ type, converted_type, logical_type }: SchemaElement): boolean {
  if (rawTypes.includes(converted_type) || rawTypes.includes(logical_type?.type)) return true;
  return (
    type === 'FIXED_LEN_BYTE_ARRAY' &&
    !textOfFixedLength.includes(converted_type) &&
    !textOfFixedLength.includes(logical_type?.type)
  );
}

const utf8 = new TextDecoder();

/** Dates and times become ISO text at once; JSON stays the text that it is. */
export const parsers: ColumnDecoder['parsers'] = {
  timestampFromMilliseconds: (value: bigint) => timeText(Number(value)),
  timestampFromMicroseconds: (value: bigint) => timeText(Number(value / 1_000n)),
  timestampFromNanoseconds: (value: bigint) => timeText(Number(value / 1_000_000n)),
  dateFromDays: dayText,
  stringFromBytes: (bytes: Uint8Array) => utf8.decode(bytes),
  jsonFromBytes: (bytes: Uint8Array) => utf8.decode(bytes),
  geometryFromBytes: () => null,
  geographyFromBytes: () => null,
  uuidFromBytes: (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
};
