import type { Dataset } from '../../data/dataset';
import { counted, listed } from '../../data/words';
import type { ModelCard } from '../../protocol/cards';
import { completeRows } from '../training/columns';
import { models } from '../models/index';

/** Below this many training rows of the smallest class for each feature, a boundary alone is hard to learn. */
const rowsPerFeature = 10;
/** From this ratio of the largest to the smallest class on, accuracy says little. */
const imbalance = 5;
/** Classes that a column may have to be suggested as a target. */
const mostClasses = 20;

/** What this file suggests and why, in whole sentences. Neither kind of model is better: the need decides. */
export function advice(dataset: Dataset): string[] {
  const cards = models.map(({ card }) => card);
  if (dataset.sequence) return [...targetAdvice(dataset), ...sequenceAdvice(dataset), ...balanceAdvice(dataset)];
  if (dataset.image) return [...targetAdvice(dataset), ...imageAdvice(dataset), ...balanceAdvice(dataset)];
  return [...targetAdvice(dataset), ...sizeAdvice(dataset, cards), ...gapAdvice(dataset), ...balanceAdvice(dataset)];
}

function targetAdvice({ target, columns }: Dataset): string[] {
  if (target) return [];
  const candidates = columns.flatMap((column) =>
    column.kind === 'categorical' && column.levels.length > 1 && column.levels.length <= mostClasses
      ? [column.name]
      : [],
  );
  return candidates.length === 0
    ? []
    : [
        `To train a model, name the column to predict: target: ${candidates.at(-1)}${candidates.length > 1 ? ` (or ${listed(candidates.slice(0, -1), 3)})` : ''}.`,
      ];
}

function sizeAdvice(dataset: Dataset, cards: readonly ModelCard[]): string[] {
  const counts = trainingCounts(dataset);
  const generative = cards.find(({ family }) => family === 'generative');
  const discriminative = cards.find(({ family }) => family === 'discriminative');
  if (counts.length < 2 || !generative || !discriminative || dataset.features.length === 0) return [];
  const least = Math.min(...counts);
  const d = dataset.features.length;
  if (least < rowsPerFeature * d) {
    return [
      `The smallest class has ${counted(least, 'training row')} for ${counted(d, 'feature')}: few. A model with strong assumptions, such as ${generative.id}, can do better here than one that only draws the boundary; compare it with ${discriminative.id}.`,
    ];
  }
  return [
    `The smallest class has ${counted(least, 'training row')} for ${counted(d, 'feature')}: enough for a model that only draws the boundary, such as ${discriminative.id}; a generative one is for drawing rows, scoring unusual ones or empty cells.`,
  ];
}

function sequenceAdvice(dataset: Dataset): string[] {
  const counts = trainingCounts(dataset);
  const able = models.filter(({ reads }) => reads === 'sequences').map(({ card }) => card.id);
  if (counts.length < 2) return [];
  return [
    `Models of sequences: ${listed(able)}. The smallest class has ${counted(Math.min(...counts), 'training sequence')} to learn from.`,
  ];
}

function imageAdvice(dataset: Dataset): string[] {
  const counts = trainingCounts(dataset);
  const able = models.filter(({ reads }) => reads === 'images').map(({ card }) => card.id);
  if (counts.length < 2 || able.length === 0) return [];
  return [
    `Models of images, which know what lies side by side: ${listed(able)}. The smallest class has ${counted(Math.min(...counts), 'training picture')} to learn from; models of rows read each pixel as a column.`,
  ];
}

function gapAdvice({ features, parts, missingCells }: Dataset): string[] {
  if (missingCells === 0) return [];
  const able = models
    .filter(({ gaps, card }) => gaps && card.capabilities.includes('Marginal'))
    .map(({ card }) => card.id);
  const incomplete = parts.train.length - completeRows(features, parts.train).length;
  if (incomplete === 0 || able.length === 0) return [];
  return [
    `${incomplete} of ${counted(parts.train.length, 'training row')} ${incomplete === 1 ? 'has' : 'have'} empty cells: ${listed(able)} can learn from such rows; the other models leave them out.`,
  ];
}

function balanceAdvice(dataset: Dataset): string[] {
  const counts = trainingCounts(dataset);
  const ratio = Math.max(...counts) / Math.min(...counts);
  if (counts.length < 2 || !(ratio >= imbalance)) return [];
  return [
    `The largest class has ${ratio.toFixed(0)} times the rows of the smallest: accuracy flatters whoever ignores the small one; look at balanced accuracy and log loss.`,
  ];
}

/** Training rows of each class that has any. */
function trainingCounts({ target, parts }: Dataset): number[] {
  if (!target) return [];
  const counts = target.classes.map(() => 0);
  for (const row of parts.train) counts[target.codes[row]!]!++;
  return counts.filter((count) => count > 0);
}
