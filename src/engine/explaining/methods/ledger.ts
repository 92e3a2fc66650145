import { rowOf } from '../../../data/matrix';
import { capabilitySentence } from '../../../protocol/capabilitySentence';
import { bayesLedger } from '../../drawing/ledger';
import { ledgerOf } from '../ledger';
import type { Ledger } from '../ledger';
import type { ExplainMethod, Subject } from '../explanation';
import { shapSetting } from './shap';
import { withParts } from './wholes';

export const ledger: ExplainMethod = {
  value: 'ledger',
  doc: 'The Bayes ledger: log p(x_j | y) of each feature, log p(y), log p(x) and what follows from them by Bayes rule.',
  byDefault: ['row'],
  async explain(subjects, setting) {
    const { asked, dataset, pause } = setting;
    if (!asked) return { notes: ['The Bayes ledger is of a row: name one by row or given.'] };
    const rows: (string | number | null)[][] = [];
    const { able, notes } = withParts(subjects, 'ledger', ['text']);
    if (able.length === 0) return { notes };
    for (const subject of able) {
      await pause();
      const { model, row } = subject;
      const found = await ledgerOf(model, row!.z, row!.players);
      if (found) {
        rows.push(...tableRows(subject, found));
        if (!found.isFactored)
          notes.push(
            `${model.name}: features depend on each other, so its ledger is a chain: log p(x_j | the features above, y), in the order of the file.`,
          );
      } else notes.push(`No ledger: ${capabilitySentence(model.card, ['Marginal'], [])}; its contributions are shown.`);
    }
    const models = able.map(({ model }) => model);
    return {
      ...(rows.length > 0
        ? { tables: [{ name: 'ledger', columns: ['model', 'class', 'term', 'feature', 'value'], rows }] }
        : {}),
      figures: [await bayesLedger(models, dataset, asked, asked, shapSetting(setting, 'ledger', 1))],
      notes,
    };
  },
};

function tableRows({ model, row }: Subject, found: Ledger): (string | number | null)[][] {
  const number = (value: number) => (Number.isFinite(value) ? value : null);
  return model.facts.target.classes.flatMap((label, k) => {
    const line = (term: string, feature: string | null, value: number) => [
      model.name,
      label,
      term,
      feature,
      number(value),
    ];
    return [
      line('log p(y)', null, found.logPrior[k]!),
      ...row!.players.map(({ name }, p) => line('log p(x_j | y)', name, rowOf(found.terms, p)[k]!)),
      line('log p(x, y)', null, found.logJoint[k]!),
      line('log p(x)', null, found.logEvidence),
      line('log p(y | x)', null, found.logJoint[k]! - found.logEvidence),
    ];
  });
}
