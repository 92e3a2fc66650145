/** Cells that mean "no value": those of pandas' `na_values`, and `?`, `-`, `.` of older data files. */
export const missingSpellings: readonly string[] = [
  ...['', '?', '-', '.', 'NA', 'N/A', 'n/a', '<NA>', 'NaN', 'nan', 'NAN', '-NaN', '-nan', 'NaT'],
  ...['null', 'NULL', 'Null', 'None', '#N/A', '#N/A N/A', '#NA', '#NULL!', '#VALUE!', '#DIV/0!', '#REF!', '#NUM!'],
  ...['1.#QNAN', '-1.#QNAN', '1.#IND', '-1.#IND'],
];
const spellings: ReadonlySet<string> = new Set(missingSpellings);

/** No spelling is longer. */
export const longestMissing = Math.max(...[...spellings].map((spelling) => spelling.length));

/** Whether a cell's text means "no value". */
export function isMissing(text: string): boolean {
  return text.length <= longestMissing && spellings.has(text);
}

/**
 * Of the distinct words of a column, those that mean "no value".
 * A minus beside a plus is a value: strands and signs are written so.
 */
export function missingAmong(levels: readonly string[]): boolean[] {
  const signs = levels.includes('+');
  return levels.map((level) => isMissing(level) && !(signs && level === '-'));
}
