import { rowOf } from '../../../data/matrix';
import { methodWords, scaleWords, shapOf } from '../shap';
import type { Shap, ShapSetting } from '../shap';
import type { AttributionPanel, ExplainMethod, Explanation, ExplainSetting, Subject } from '../explanation';
import { shapSummary } from './shapSummary';
import { withParts } from './wholes';

export const shap: ExplainMethod = {
  value: 'shap',
  doc: 'SHAP values: what each feature adds to the prediction, against the training rows as background.',
  byDefault: ['row', 'model'],
  async explain(subjects, setting) {
    return setting.asked ? ofRow(subjects, setting) : shapSummary(subjects, setting);
  },
};

async function ofRow(subjects: readonly Subject[], setting: ExplainSetting): Promise<Explanation> {
  const { able, notes } = withParts(subjects, 'SHAP values', ['text']);
  if (able.length === 0) return { notes };
  const rows: (string | number | null)[][] = [];
  const panels: AttributionPanel[] = [];
  for (const { model, background, row } of able) {
    setting.progress(`SHAP values of ${model.name}`);
    const { z, players, values } = row!;
    const found = await shapOf(model, z, background, players, shapSetting(setting, model.name, 1));
    const { classes } = model.facts.target;
    classes.forEach((label, k) =>
      players.forEach(({ name }, p) =>
        rows.push([
          model.name,
          setting.asked!.number ?? null,
          label,
          name,
          rowOf(found.contributions, p)[k]!,
          values[p]!,
          found.base[k]!,
          found.value[k]!,
          found.scale,
          found.method,
        ]),
      ),
    );
    panels.push({
      model: model.name,
      family: model.card.family,
      method: 'SHAP',
      scale: scaleWords[found.scale],
      how: methodWords(found),
      base: [...found.base],
      value: [...found.value],
      names: players.map(({ name }) => name),
      contributions: players.map((_, p) => [...rowOf(found.contributions, p)]),
    });
    notes.push(told(model.name, found));
  }
  return { tables: [{ name: 'shap', columns: shapColumns, rows }], panels, notes };
}

const shapColumns = [
  'model',
  'row',
  'class',
  'feature',
  'value',
  'featureValue',
  'base',
  'prediction',
  'scale',
  'method',
];

export function shapSetting({ options, rng, pause }: ExplainSetting, name: string, effort: number): ShapSetting {
  return {
    scale: options.scale as ShapSetting['scale'],
    background: options.background as number | undefined,
    effort,
    rng: rng.fork(`shap ${name}`),
    pause,
  };
}

function told(name: string, found: Shap): string {
  const { scale, residual } = found;
  const scales: { readonly [scale in Shap['scale']]: string } = {
    'log-odds': 'log odds: log P(y | x) less its mean over the classes',
    probability: 'probability',
  };
  return `${name}: SHAP values on the scale of ${scales[scale]} (${methodWords(found)}). Base and values add up to the prediction within ${residual.toExponential(0)} (checked).`;
}
