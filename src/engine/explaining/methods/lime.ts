import { rowOf } from '../../../data/matrix';
import { grouped } from '../../../data/words';
import type { AttributionPanel, ExplainMethod } from '../explanation';
import { limeOf } from '../lime';
import { withParts } from './wholes';

export const lime: ExplainMethod = {
  value: 'lime',
  doc: 'LIME: a straight line that follows the model near the row, fitted to rows drawn around it.',
  byDefault: ['row'],
  async explain(subjects, { asked, rng, pause, progress }) {
    if (!asked) return { notes: ['LIME explains a row: name one by row or given.'] };
    const { able, notes } = withParts(subjects, 'LIME', ['sequence', 'text']);
    if (able.length === 0) return { notes };
    const rows: (string | number | null)[][] = [];
    const panels: AttributionPanel[] = [];
    for (const { model, background, row } of able) {
      progress(`LIME of ${model.name}`);
      await pause();
      const { z, players, values } = row!;
      const found = await limeOf(model, z, background, players, rng.fork(`lime ${model.name}`));
      model.facts.target.classes.forEach((label, k) =>
        players.forEach(({ name }, p) =>
          rows.push([
            model.name,
            asked.number ?? null,
            label,
            name,
            rowOf(found.weights, p)[k]!,
            values[p]!,
            found.intercept[k]!,
            found.fit[k]!,
          ]),
        ),
      );
      const fit = found.fit.reduce((sum, value) => sum + value / found.fit.length, 0);
      panels.push({
        model: model.name,
        family: model.card.family,
        method: 'LIME',
        scale: 'probability per sd',
        how: `fits ${(100 * fit).toFixed(0)} % of ${grouped(found.samples)} rows around`,
        names: players.map(({ name }) => name),
        contributions: players.map((_, p) => [...rowOf(found.weights, p)]),
      });
    }
    return {
      tables: [
        {
          name: 'lime',
          columns: ['model', 'row', 'class', 'feature', 'weight', 'featureValue', 'intercept', 'fit'],
          rows,
        },
      ],
      panels,
      notes: [
        ...notes,
        'LIME weights are slopes near the row: what one standard deviation more of a number, or having this category or word, adds to the probability. They need not add up to the prediction.',
      ],
    };
  },
};
