import { escapeHtml } from './escape';

/**
 * The prose of a notebook as HTML: headings, paragraphs, lists, tables, quotes, code, bold and italic. What it does not
 * know stands as it was written; nothing becomes markup by itself, and links are told, not made live.
 */
export function markdownToHtml(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const out: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const block = blocks.find(({ begins }) => begins.test(lines[at]!)) ?? paragraph;
    const from = at++;
    if (block.fence) {
      const fence = block.begins.exec(lines[from]!)![1]!;
      while (at < lines.length && !lines[at]!.startsWith(fence)) at++;
      out.push(block.html(lines.slice(from + 1, at++)));
    } else {
      while (at < lines.length && block.goesOn(lines[at]!)) at++;
      out.push(block.html(lines.slice(from, at)));
    }
  }
  return out.filter((html) => html !== '').join('\n');
}

interface Block {
  begins: RegExp;
  /** Ends with the line that it began with. */
  fence?: true;
  goesOn(line: string): boolean;
  html(lines: string[]): string;
}

const item = { bullet: /^\s*[-*+]\s+/, number: /^\s*\d+[.)]\s+/ };

const blocks: readonly Block[] = [
  { begins: /^\s*$/, goesOn: (line) => line.trim() === '', html: () => '' },
  {
    begins: /^(```|~~~)/,
    fence: true,
    goesOn: () => false,
    html: (lines) => `<pre><code>${escapeHtml(lines.join('\n'))}</code></pre>`,
  },
  {
    begins: /^#{1,6}\s/,
    goesOn: () => false,
    html: ([line]) => {
      const [, marks, words] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line!)!;
      return `<h${marks!.length}>${inline(words!)}</h${marks!.length}>`;
    },
  },
  { begins: /^\s*([-*_])(\s*\1){2,}\s*$/, goesOn: () => false, html: () => '<hr>' },
  {
    begins: /^\s*\|.*\|\s*$/,
    goesOn: (line) => /^\s*\|/.test(line),
    html(lines) {
      const cells = (line: string) =>
        line
          .trim()
          .replace(/^\||\|$/g, '')
          .split('|')
          .map((cell) => inline(cell.trim()));
      const row = (tag: string) => (line: string) =>
        `<tr>${cells(line)
          .map((cell) => `<${tag}>${cell}</${tag}>`)
          .join('')}</tr>`;
      const [head, ...rest] = lines;
      const body = rest.filter((line) => !/^[\s|:-]+$/.test(line));
      return `<table>${row('th')(head!)}${body.map(row('td')).join('')}</table>`;
    },
  },
  {
    begins: /^>\s?/,
    goesOn: (line) => line.startsWith('>'),
    html: (lines) =>
      `<blockquote>${markdownToHtml(lines.map((line) => line.replace(/^>\s?/, '')).join('\n'))}</blockquote>`,
  },
  { begins: item.bullet, goesOn: inList, html: (lines) => list('ul', item.bullet, lines) },
  { begins: item.number, goesOn: inList, html: (lines) => list('ol', item.number, lines) },
];

const paragraph: Block = {
  begins: /./,
  goesOn: (line) => blocks.every(({ begins }) => !begins.test(line)),
  html: (lines) => `<p>${inline(lines.join('\n'))}</p>`,
};

function inList(line: string): boolean {
  return item.bullet.test(line) || item.number.test(line) || /^\s+\S/.test(line);
}

function list(tag: string, mark: RegExp, lines: readonly string[]): string {
  const items: string[] = [];
  for (const line of lines) {
    if (mark.test(line) || items.length === 0) items.push(line.replace(mark, ''));
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return `<${tag}>${items.map((text) => `<li>${inline(text)}</li>`).join('')}</${tag}>`;
}

/** Code, bold, italic and links within a line; everything else is escaped. */
function inline(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => {
      if (part.length > 2 && part.startsWith('`') && part.endsWith('`'))
        return `<code>${escapeHtml(part.slice(1, -1))}</code>`;
      return escapeHtml(part)
        .replace(/!?\[([^\]]*)\]\(([^)\s]*)\)/g, '$1 ($2)')
        .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
        .replace(/(^|[^\w*])\*([^*\s][^*]*)\*(?!\w)/g, '$1<em>$2</em>');
    })
    .join('');
}
