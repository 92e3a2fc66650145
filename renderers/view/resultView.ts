import type { QueryRequest } from '../../src/protocol/messages';
import type { Figure } from '../../src/protocol/figures';
import type { Result } from '../../src/protocol/result';
import { controlsOf } from '../controls/index';
import type { ThemeWatch } from '../theme';
import { capabilityTable } from './capabilityTable';
import { el } from './dom';
import type { Part } from './dom';
import { FigureCard } from './figureCard';
import { tableCard } from './grid';
import { headline } from './headline';
import { costTable, metricsTable } from './modelTables';

/** What outputs need from the webview around them. */
export interface Services {
  theme: ThemeWatch;
  /** Asks the engine about a finished run. */
  query(request: Omit<QueryRequest, 'backend'>): Promise<Figure>;
}

/** A finished run, from the most telling to the most detailed. */
export function resultView(result: Result, services: Services): Part {
  const cards = result.figures.map((figure) => figureCard(figure, result, services));
  const parts: (Part | undefined)[] = [
    headline(result),
    notes(result.notes),
    metricsTable(result.models, result.data.folds),
    ...cards,
    costTable(result.models),
    result.verb === 'train' ? capabilityTable(result.models) : undefined,
    ...result.tables.map(({ name, columns, rows }) => tableCard(name, columns, rows)),
  ];
  return {
    element: el('div', { class: 'result' }, ...parts.map((part) => part?.element)),
    dispose: () => parts.forEach((part) => part?.dispose?.()),
  };
}

function figureCard(figure: Figure, result: Result, services: Services): FigureCard {
  const controls = controlsOf(figure, { result, query: (request) => services.query(request) });
  const card = new FigureCard(
    figure,
    services.theme,
    controls.flatMap(({ element }) => element ?? []),
  );
  for (const control of controls) control.attach(card);
  return card;
}

function notes(sentences: string[]): Part | undefined {
  if (sentences.length === 0) return undefined;
  return {
    element: el(
      'ul',
      { class: 'notes', attributes: { 'aria-label': 'Notes' } },
      ...sentences.map((sentence) => el('li', {}, sentence)),
    ),
  };
}
