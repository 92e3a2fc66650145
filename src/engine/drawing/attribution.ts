import type { FigureOf } from '../../protocol/figures';
import type { AttributionPanel } from '../explaining/explanation';

type Attribution = FigureOf<'attribution'>;

/** The contributions by all models and methods as one figure, over the same features: the strongest first. */
export function attribution(
  panels: readonly AttributionPanel[],
  { classes, shown, words, values }: { classes: string[]; shown: number; words: string; values: Map<string, string> },
): Attribution {
  const names = [...new Set(panels.flatMap((panel) => panel.names))];
  const ordered = names
    .map((name) => ({ name, weight: panels.reduce((sum, panel) => sum + weightOf(panel, name, shown), 0) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ name }) => name);
  return {
    kind: 'attribution',
    title: `What speaks for and against each class in ${words}`,
    summary: summaryOf(panels, classes[shown]!, shown),
    classes,
    shown,
    features: ordered.map((name) => {
      const value = values.get(name);
      return { name, ...(value ? { value } : {}) };
    }),
    panels: panels.map(({ names: own, contributions, ...panel }) => ({
      ...panel,
      contributions: ordered.map((name) => contributions[own.indexOf(name)] ?? classes.map(() => null)),
    })),
  };
}

/** The size of a contribution as a share of all of its panel. */
function weightOf({ names, contributions }: AttributionPanel, name: string, shown: number): number {
  const total = contributions.reduce((sum, own) => sum + Math.abs(own[shown]!), 0);
  const at = names.indexOf(name);
  return at < 0 || total === 0 ? 0 : Math.abs(contributions[at]![shown]!) / total;
}

function summaryOf(panels: readonly AttributionPanel[], label: string, shown: number): string {
  const told = panels.map(({ model, method, names, contributions }) => {
    const sorted = names
      .map((name, i) => ({ name, value: contributions[i]![shown]! }))
      .sort((a, b) => b.value - a.value);
    const [first] = sorted;
    const last = sorted.at(-1);
    const pro = first && first.value > 0 ? `${first.name} speaks most for it` : 'nothing speaks for it';
    const con = last && last.value < 0 ? ` and ${last.name} most against it` : '';
    return `${model} (${method}): ${pro}${con}`;
  });
  return `For ${label}. ${told.join('; ')}.`;
}
