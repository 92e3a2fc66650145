import type { Reporter } from './execute';

/** Writes what is going on, a line for each thing that is done. */
export class TerminalReporter implements Reporter {
  private last = '';

  constructor(private readonly stream: { write(text: string): unknown }) {}

  begin(cell: number, first: string): void {
    this.last = '';
    this.say(`cell ${cell}: ${first}`);
  }

  progress(text: string): void {
    // without the counts in it: a file of a million rows is one thing to read
    const what = text.replace(/:.*$/, '');
    if (what === this.last) return;
    this.last = what;
    this.say(`  ${what}`);
  }

  end(summary: string): void {
    this.say(`  done (${summary})`);
  }

  say(line: string): void {
    this.stream.write(`${line}\n`);
  }
}
