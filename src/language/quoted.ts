const plain = /^[\p{L}_/.][\p{L}\p{N}_ ./()%+*-]*$/u;
const number = /^\d+(\.\d+)?$/;
const reserved = /^(null|true|false|~|\.nan|\.inf)$/i;

/** A word as it is written in a cell: as it is where YAML reads it as text, else in quotes. */
export function quoted(word: string): string {
  const asIs = number.test(word) || (plain.test(word) && !reserved.test(word) && word.trim() === word);
  return asIs ? word : JSON.stringify(word);
}
