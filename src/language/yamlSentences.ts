import type { ErrorCode } from 'yaml';
import type { Span } from './text';

/** What a fault of YAML means for the person who wrote it. */
const sentences: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'text that begins with * or & goes in quotes',
  BAD_DIRECTIVE: 'a line that begins with % is not understood: leave it out',
  BAD_DQ_ESCAPE: 'a \\ inside "double quotes" begins a special character: write \\\\, or use \'single quotes\'',
  BAD_INDENT:
    'the indentation does not fit, or a bracket above is not closed: keys of one mapping begin in the same column',
  BAD_SCALAR_START: 'text that begins with this character goes in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'a second `key:` stands inside the value of the first: begin it on a line of its own, in the same column as the other keys',
  BLOCK_IN_FLOW: 'inside [ ] or { } write entries with commas, without dashes or line-by-line keys',
  DUPLICATE_KEY: 'this key stands twice: keep one; to train a model twice, write a list and name each with `as`',
  KEY_OVER_1024_CHARS: 'a key has at most 1024 characters',
  MISSING_CHAR: 'a key needs a colon, a space and a value, as in `train: mlp`',
  MULTILINE_IMPLICIT_KEY: 'a key stands on one line and ends with a colon: check the indentation and the line above',
  NON_STRING_KEY: 'a key is a word, as in `train: mlp`',
  TAB_AS_INDENT: 'a tab indents this line; YAML counts spaces only: replace it with two spaces',
  UNEXPECTED_TOKEN: 'this does not belong here: check the indentation, commas and brackets around it',
};

/** A plain sentence for an error of the YAML parser; its own words where we have none. */
export function yamlSentence(code: ErrorCode, text: string, span: Span, original: string): string {
  const found = text.slice(span.start, span.end);
  if (/^[\w-]+:[^\s/]/.test(found)) {
    const [key = ''] = found.split(':', 1);
    return `a space is missing after the colon: write \`${key}: ${found.slice(key.length + 1).split(/\s/, 1)[0]}\``;
  }
  if (code === 'MISSING_CHAR' && /quote/.test(original))
    return 'a quote is opened and not closed: add the closing quote';
  return sentences[code] ?? original.charAt(0).toLowerCase() + original.slice(1);
}
