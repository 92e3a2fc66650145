import { counted, listed } from '../../data/words';
import { capabilitySentence } from '../../protocol/capabilitySentence';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';

/** What becomes of the rows without a class: who learned from them, who cannot, or how to have them used. */
export function unlabelledNotes({ plan, dataset }: TaskContext, models: readonly TrainedModel[]): string[] {
  const { unlabelled } = dataset.parts;
  const wanted = plan.options.unlabelled;
  const target = dataset.target?.name ?? 'class';
  if (unlabelled.length === 0) {
    return wanted === true ? [`Every row has a ${target}: unlabelled changes nothing.`] : [];
  }
  const able = models.filter((model) => model.has('Partial')).map(({ name }) => name);
  const rows = counted(unlabelled.length, 'row');
  if (wanted === true) {
    const unable = models.filter((model) => !model.has('Partial'));
    return [
      ...(able.length > 0 ? [`${listed(able)} learned also from the ${rows} without ${target}.`] : []),
      ...new Set(unable.map(({ card }) => `${capabilitySentence(card, ['Partial'], [])}.`)),
    ];
  }
  if (wanted === false || able.length === 0) return [];
  return [
    `${listed(able)} can learn also from the ${rows} without ${target}: unlabelled: true; whether that helps is what the verb semi-supervised tells.`,
  ];
}
