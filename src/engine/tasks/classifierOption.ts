import type { Json, Parameter } from '../../protocol/cards';
import type { ModelRequest } from '../../protocol/plan';
import { findModel, models } from '../models/index';

/** A model that classifies rows of another, with its default options; aliases as everywhere. */
export function classifierParameter(doc: string): Parameter {
  const classifiers = models.filter(({ card }) => card.capabilities.includes('Classifier'));
  return {
    name: 'classifier',
    type: 'choice',
    choices: classifiers.map(({ card: { id, title } }) => ({ value: id, doc: `${title}.` })),
    words: classifiers.flatMap(({ card: { id, aliases } }) =>
      aliases.map((alias) => ({ value: alias, doc: `The same as ${id}.` })),
    ),
    default: 'logistic-regression',
    doc,
  };
}

export function classifierRequest(given: Json | undefined): ModelRequest {
  const { id } = findModel(String(given))!.card;
  return { ref: id, model: id, name: id, options: {}, at: ['classifier'] };
}
