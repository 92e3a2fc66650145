import { Composer, LineCounter, Parser, isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, CST, Document, ParsedNode } from 'yaml';
import { Problem } from '../data/problem';
import type { Span } from './text';
import { yamlSentence } from './yamlSentences';

/** The syntax of a cell as this folder uses it: YAML without its rarities, each node with its place in the text. */
export type Node = ScalarNode | ListNode | MappingNode;

export interface ScalarNode {
  kind: 'scalar';
  span: Span;
  value: null | boolean | number | string;
  /** As written, without quotes. */
  source: string;
  quoted: boolean;
}

export interface ListNode {
  kind: 'list';
  span: Span;
  items: Node[];
  /** Written in brackets. */
  flow: boolean;
}

export interface MappingNode {
  kind: 'mapping';
  span: Span;
  pairs: Pair[];
  /** Written in braces. */
  flow: boolean;
}

export interface Pair {
  key: Span;
  /** The key as written, without quotes. */
  name: string;
  /** A missing value is an empty scalar after the colon. */
  value: Node;
  /** The name under which the plan knows the key, where that is another. */
  canonical?: string;
}

export interface SyntaxProblem {
  problem: Problem;
  span: Span;
}

export interface Syntax {
  root?: Node;
  problems: SyntaxProblem[];
  /** The text could not be understood as written; `root` is a guess that is good enough for completion. */
  broken: boolean;
}

/** Deeper than any cell needs; the parser below would take all of the stack, and with it the process, on deep nests. */
const maxDepth = 50;
const maxLength = 500_000;
/** Nodes of a cell with its aliases written out. */
const maxNodes = 50_000;

/** Reads YAML 1.2 core; never throws. */
export function parseSyntax(text: string): Syntax {
  const problems: SyntaxProblem[] = [];
  const refuse = (code: string, message: string, span: Span): void => {
    problems.push({ problem: new Problem(code, message), span });
  };
  const whole = { start: 0, end: text.length };
  if (text.length > maxLength) {
    refuse('cell-too-long', `the cell has ${text.length} characters; at most ${maxLength} are read`, whole);
    return { problems, broken: true };
  }
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tooDeep(tokens);
  if (deep) {
    refuse('cell-too-deep', `lists and mappings inside one another: ${maxDepth} levels at most are read`, deep);
    return { problems, broken: true };
  }
  const options = { version: '1.2', schema: 'core', keepSourceTokens: true, prettyErrors: false } as const;
  const documents = [...new Composer(options).compose(tokens, true, text.length)];
  const document = documents[0];
  if (!document) return { problems, broken: false };
  if (document.directives?.yaml.explicit === true) {
    refuse('yaml-directive', 'a cell is YAML 1.2 as it is: leave out the line that begins with %', {
      start: 0,
      end: firstLineEnd(text),
    });
  }
  const second = documents[1];
  if (second) {
    const start = text.lastIndexOf('---', second.range[0]);
    refuse('several-documents', 'one cell is one mapping: put what follows --- into a cell of its own', {
      start: start < 0 ? second.range[0] : start,
      end: text.length,
    });
  }
  let broken = problems.length > 0;
  for (const error of document.errors) {
    // said below for every tag, also for those that YAML knows
    if (error.code === 'TAG_RESOLVE_FAILED') continue;
    if (error.code !== 'DUPLICATE_KEY') broken = true;
    const span = { start: error.pos[0], end: Math.max(error.pos[0], Math.min(error.pos[1], text.length)) };
    refuse(
      error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'yaml',
      yamlSentence(error.code, text, span, error.message),
      span,
    );
  }
  const converter = new Converter(text, document, refuse);
  const root = document.contents ? converter.node(document.contents as ParsedNode, [0, 0]) : undefined;
  if (converter.refused) broken = true;
  return { ...(root && !isNothing(root) ? { root } : {}), problems, broken };
}

function isNothing(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null && node.source === '';
}

function firstLineEnd(text: string): number {
  const end = text.search(/[\r\n]/);
  return end < 0 ? text.length : end;
}

/** Turns the library's nodes into ours, writing out aliases. */
class Converter {
  refused = false;
  private nodes = 0;
  private readonly open = new Set<unknown>();
  private readonly targets = new Map<Alias.Parsed, ParsedNode | undefined>();

  constructor(
    private readonly text: string,
    private readonly document: Document.Parsed,
    private readonly report: (code: string, message: string, span: Span) => void,
  ) {}

  /** `within`: where the node counts as standing; that of the alias for what an alias stands for. */
  node(node: ParsedNode | null, after: readonly [number, number], within?: Span): Node {
    const range = node?.range;
    const span = within ?? (range ? { start: range[0], end: range[1] } : { start: after[1], end: after[1] });
    if (!node || ++this.nodes > maxNodes) {
      if (node)
        this.refuse('alias-bomb', `aliases make this cell more than ${maxNodes} entries long: write values out`, span);
      return { kind: 'scalar', span, value: null, source: '', quoted: false };
    }
    if (isAlias(node)) return this.alias(node, span);
    if (node.tag !== undefined) {
      const tag = node.tag.replace('tag:yaml.org,2002:', '!!');
      // the library keeps no place for it
      const start = Math.max(0, this.text.lastIndexOf('!', span.start));
      this.refuse('yaml-tag', `tags such as ${tag} are not understood in a cell: leave it out, or put text in quotes`, {
        start: this.text.startsWith('!', start - 1) ? start - 1 : start,
        end: span.end,
      });
    }
    if (isScalar(node)) return scalar(node.value, node.source ?? '', node.type?.startsWith('QUOTE') ?? false, span);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item, [span.start, span.end], within));
      return {
        kind: 'list',
        span: trimmed(span, items.at(-1)?.span, node.flow === true, within),
        items,
        flow: node.flow === true,
      };
    }
    if (!isMap(node)) return scalar(null, '', false, span);
    const pairs = node.items.map((pair) => this.pair(pair.key, pair.value, within));
    return {
      kind: 'mapping',
      span: trimmed(span, pairs.at(-1)?.value.span, node.flow === true, within),
      pairs,
      flow: node.flow === true,
    };
  }

  private pair(key: ParsedNode, value: ParsedNode | null, within?: Span): Pair {
    const span = within ?? { start: key.range[0], end: key.range[1] };
    if (!isScalar(key))
      this.refuse('invalid-key', 'a key is a word, as in `train: mlp`; lists and mappings cannot be keys', span);
    const text = isScalar(key) ? (key.source ?? '') : '';
    const name = text === '' && isScalar(key) && typeof key.value === 'string' ? key.value : text;
    return { key: span, name, value: this.node(value, [span.start, span.end], within) };
  }

  private alias(alias: Alias.Parsed, span: Span): Node {
    const target = this.target(alias);
    if (!target || this.open.has(target)) {
      const message = target
        ? `*${alias.source} contains itself`
        : `*${alias.source} has no anchor &${alias.source} before it`;
      this.refuse('yaml-alias', `${message}; text that begins with * goes in quotes`, span);
      return scalar(null, '', false, span);
    }
    this.open.add(target);
    const node = this.node(target, [span.start, span.end], span);
    this.open.delete(target);
    return node;
  }

  /** Remembered: the library searches the whole document each time. */
  private target(alias: Alias.Parsed): ParsedNode | undefined {
    if (!this.targets.has(alias)) this.targets.set(alias, alias.resolve(this.document) as ParsedNode | undefined);
    return this.targets.get(alias);
  }

  private refuse(code: string, message: string, span: Span): void {
    // a bomb has thousands of pieces; the first says it all
    if (!this.refused || code !== 'alias-bomb') this.report(code, message, span);
    this.refused = true;
  }
}

function scalar(value: unknown, source: string, quoted: boolean, span: Span): ScalarNode {
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return { kind: 'scalar', span, value: plain, source: quoted && typeof plain === 'string' ? plain : source, quoted };
}

/** The library ends a block where the next token begins; for a squiggle it ends with its last entry. */
function trimmed(span: Span, last: Span | undefined, flow: boolean, within: Span | undefined): Span {
  return flow || within || !last
    ? span
    : { start: span.start, end: Math.max(span.start, Math.min(span.end, last.end)) };
}

/** Where the nesting becomes deeper than {@link maxDepth}; without recursion. */
function tooDeep(tokens: CST.Token[]): Span | undefined {
  const stack: { token: CST.Token | null | undefined; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { token, depth } = next;
    if (!token) continue;
    if (depth > maxDepth) return { start: token.offset, end: token.offset + 1 };
    if ('items' in token) {
      for (const item of token.items) {
        stack.push({ token: item.key, depth: depth + 1 }, { token: item.value, depth: depth + 1 });
      }
    } else if (token.type === 'document') {
      stack.push({ token: token.value, depth: depth + 1 });
    }
  }
  return undefined;
}
