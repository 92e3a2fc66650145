import type { Capability, Catalogue, Choice, Json, ModelCard, Parameter, Reference, TaskCard } from '../protocol/cards';
import { capabilities } from '../protocol/cards';
import { expected } from '../protocol/expected';
import type { ColumnInfo } from './columns';
import { canDo } from './registry';

/** Explanations as Markdown, from cards. Words that come from files are shown as code, so that they mean nothing else. */

/** What each capability is, in a few words. */
const capabilityWords: { readonly [C in Capability]: string } = {
  Classifier: 'class probabilities P(y | x)',
  Density: 'exact density P(x)',
  BoundedDensity: 'a bound on the density',
  UnnormalisedDensity: 'an energy: density up to a factor',
  Sampler: 'new rows',
  Marginal: 'classifies with features missing',
  Conditional: 'completes a row from a part of it',
  Latent: 'a latent space',
  Partial: 'learns from rows without a class too',
  Attention: 'attention weights',
};

export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const shown = line.length > 200 ? `${line.slice(0, 199)}…` : line;
  // the fence is longer than any run of backticks within
  const fence = '`'.repeat(Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return shown.includes('`') ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

export function parameterMarkdown(parameter: Parameter): string {
  const absent = parameter.required === true ? 'required' : undefined;
  const standard = parameter.default === undefined ? absent : `default ${code(jsonText(parameter.default))}`;
  const aliases = (parameter.aliases ?? []).map(code).join(', ');
  return paragraphs([
    `**${parameter.name}**${aliases === '' ? '' : ` (${aliases})`}: ${expected(parameter)}${standard === undefined ? '' : `; ${standard}`}`,
    parameter.doc,
    parameter.formula && code(parameter.formula),
    choicesMarkdown(choicesOf(parameter)),
  ]);
}

export function taskMarkdown(task: TaskCard, catalogue: Catalogue): string {
  const able = catalogue.models.filter((card) => canDo(card, task)).map((card) => code(card.id));
  return paragraphs([
    `**${task.id}**: ${task.title}`,
    task.summary,
    task.needs.length > 0 || task.predicts === 'ratings' ? `Models: ${able.join(', ')}` : undefined,
    task.parameters.length > 0
      ? `Options: ${task.parameters.map((parameter) => code(parameter.name)).join(', ')}`
      : undefined,
    task.shows.length > 0 ? `Shows:\n\n${choicesMarkdown(task.shows)}` : undefined,
  ]);
}

export function modelMarkdown(card: ModelCard): string {
  const names = [card.id, ...card.aliases].map(code).join(', ');
  const rows = capabilities.map(
    (capability) =>
      `| ${capabilityWords[capability].replaceAll('|', '\\|')} | ${card.capabilities.includes(capability) ? 'yes' : 'no'} |`,
  );
  return paragraphs([
    `**${card.title}** (${names}): ${card.family}, learns ${code(card.learns)}`,
    card.summary,
    code(card.formula),
    ['| | |', '| --- | --- |', ...rows].join('\n'),
    card.parameters.length > 0 ? `Options: ${card.parameters.map(optionWord).join(', ')}` : undefined,
    card.references.map(referenceText).join('  \n'),
  ]);
}

export function columnMarkdown(column: ColumnInfo): string {
  const { levels, low, high, missing, rows } = column;
  const range = low === undefined || high === undefined ? undefined : `${low} to ${high}`;
  const shown = levels?.slice(0, 12).map(code).join(', ');
  const most = levels && levels.length > 12 ? `, … (${levels.length})` : '';
  const gaps = missing === 0 ? 'no empty cells' : `${missing} of ${rows} cells empty`;
  return paragraphs([
    `**Column** ${code(column.name)}: ${column.kind}`,
    [range, shown === undefined ? undefined : `values ${shown}${most}`, gaps].filter(Boolean).join('; '),
    column.partial === true ? `From the first ${rows} rows.` : undefined,
  ]);
}

export function choiceMarkdown({ value, doc }: Choice): string {
  return paragraphs([`**${value}**`, doc]);
}

/** Every word that is accepted, with what it means. */
export function choicesOf(parameter: Parameter): Choice[] {
  const inner =
    parameter.type === 'list' ? choicesOf(parameter.of) : parameter.type === 'choice' ? parameter.choices : [];
  return [...inner, ...(parameter.words ?? [])];
}

function choicesMarkdown(choices: readonly Choice[]): string | undefined {
  return choices.length === 0 ? undefined : choices.map(({ value, doc }) => `- ${code(value)}: ${doc}`).join('\n');
}

function optionWord(parameter: Parameter): string {
  return parameter.default === undefined
    ? code(parameter.name)
    : code(`${parameter.name}: ${jsonText(parameter.default)}`);
}

/** As a cell would write it. */
export function jsonText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(', ')}]`;
  if (value === null || typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([name, item]) => `${name}: ${jsonText(item)}`)
    .join(', ')}}`;
}

function referenceText({ authors, year, title }: Reference): string {
  return `${authors} (${year}), *${title}*`;
}

function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
