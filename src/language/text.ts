/** A place in a cell's text: the offset in UTF-16 units, and the same as line and character, from 0. */
export interface Position {
  offset: number;
  line: number;
  character: number;
}

export interface TextRange {
  start: Position;
  end: Position;
}

/** From `start` up to, not including, `end`: offsets. */
export interface Span {
  start: number;
  end: number;
}

/** Turns offsets into lines and characters; a line ends with `\n`, `\r\n` or `\r`, as in VS Code. */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    for (const match of text.matchAll(/\r\n|\n|\r/g)) this.starts.push(match.index + match[0].length);
  }

  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { offset: at, line: low, character: at - this.starts[low]! };
  }

  range(span: Span): TextRange {
    return { start: this.position(span.start), end: this.position(span.end) };
  }
}
