import { nearest } from '../data/problem';
import type { CellPath, Problem } from '../data/problem';
import { quoted } from './quoted';
import type { Span } from './text';

export type Severity = 'error' | 'warning' | 'information';

/** What to write instead of the text that a problem points at. */
export interface Fix {
  replacement: string;
}

export interface Finding {
  problem: Problem;
  span: Span;
  severity: Severity;
  fix?: Fix;
}

/** A place in the cell that names something outside of it, which others can check and complete. */
export interface Mention {
  kind: 'file' | 'newFile' | 'column' | 'class';
  /** The key it belongs to, such as `features`. */
  key: string;
  value: string;
  at: CellPath;
  span: Span;
}

/** What reading a cell found. */
export class Findings {
  readonly findings: Finding[] = [];
  readonly mentions: Mention[] = [];

  error(problem: Problem, span: Span, replacement?: string): undefined {
    this.findings.push({
      problem,
      span,
      severity: 'error',
      ...(replacement === undefined ? {} : { fix: { replacement } }),
    });
    return undefined;
  }

  /** An error about a word that is not among the candidates; the nearest one becomes the fix. */
  unknown(problem: Problem, word: string, candidates: readonly string[], span: Span): undefined {
    const guess = nearest(word, candidates);
    return this.error(problem, span, guess === undefined ? undefined : quoted(guess));
  }

  information(problem: Problem, span: Span): void {
    this.findings.push({ problem, span, severity: 'information' });
  }

  mention(kind: Mention['kind'], key: string, value: string, at: CellPath, span: Span): void {
    this.mentions.push({ kind, key, value, at, span });
  }
}
