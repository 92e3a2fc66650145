import type { ImageShape } from '../../../data/plan';
import { counted, listed } from '../../../data/words';
import type { FigureOf } from '../../../protocol/figures';
import { pixelImportance } from '../../drawing/pixelImportance';
import { preferablyComplete } from '../background';
import type { ExplainMethod, ExplainSetting, Subject } from '../explanation';
import { patchesOf, patchPlayers } from '../patches';
import { permutationImportance } from '../permutation';
import type { PermutationResult } from '../permutation';

/** Patches of pictures that are shuffled, at most. */
const mostPatches = 64;

type Panel = FigureOf<'importance'>['panels'][number];

export const permutation: ExplainMethod = {
  value: 'permutation',
  doc: 'Permutation importance: what the model loses on the test rows when the values of a feature, or of a patch of pictures, are shuffled.',
  byDefault: ['row', 'model', 'model of pictures'],
  async explain(given, setting) {
    const subjects = given.map((subject) => overPatches(subject, setting.dataset.image));
    const { dataset, options, rng, pause, progress } = setting;
    const models = subjects.map(({ model }) => model);
    const { target, parts } = dataset;
    const tested = parts.test.length > 0;
    const usable = preferablyComplete(models, dataset.features, tested ? parts.test : parts.train);
    if (usable.length === 0) return { notes: ['Permutation importance needs test rows without empty cells.'] };
    const labels = Int32Array.from(usable, (row) => target!.codes[row]!);
    const results: PermutationResult[] = [];
    for (const { model, features } of subjects) {
      progress(`permutation importance of ${model.name}`);
      const x = model.encode(dataset.features, usable);
      const chance = rng.fork(`permutation ${model.name}`);
      results.push(
        await permutationImportance(model, { x, labels }, features, options.repeats as number, chance, pause),
      );
    }
    const names = orderedNames(subjects, results);
    setting.order.splice(0, setting.order.length, ...names);
    return {
      tables: [
        {
          name: 'importance',
          columns: ['model', 'feature', 'accuracyDrop', 'sd', 'logLossIncrease', 'logLossSd'],
          rows: results.flatMap(({ importances }, m) =>
            importances.map(({ accuracyDrop, sd, logLossIncrease, logLossSd }, p) => [
              subjects[m]!.model.name,
              subjects[m]!.features[p]!.name,
              accuracyDrop,
              sd,
              logLossIncrease,
              logLossSd,
            ]),
          ),
        },
      ],
      figures: dataset.image
        ? [pixelImportance(models, results, patchesOf(dataset.image, mostPatches), dataset, dataset.image)]
        : [figureOf(subjects, results, names, tested)],
      notes: notesOf(subjects, results, setting, usable.length, tested),
    };
  },
};

/** Where rows are pictures, what is shuffled are patches: a pixel alone is told by its neighbours. */
function overPatches(subject: Subject, image: ImageShape | undefined): Subject {
  return image ? { ...subject, features: patchPlayers(patchesOf(image, mostPatches)) } : subject;
}

function notesOf(
  subjects: readonly Subject[],
  results: readonly PermutationResult[],
  { options }: ExplainSetting,
  usable: number,
  tested: boolean,
): string[] {
  const exact = results.every(({ isExact }) => isExact);
  const of = `${tested ? 'test' : 'training'} rows`;
  const how = exact
    ? `the mean over all shuffles, found exactly from all pairs of ${of}`
    : `the mean of ${options.repeats} shuffles`;
  const fewer = results.flatMap(({ rows }, m) =>
    rows < usable ? [`${subjects[m]!.model.name} on ${rows} of ${counted(usable, 'row')}, drawn by chance`] : [],
  );
  return [
    `Permutation importance is ${how}; the standard deviation is that of ${options.repeats} single shuffles.${fewer.length > 0 ? ` Measured: ${listed(fewer)}.` : ''}`,
  ];
}

/** Features by what all models together lose in log loss, each model weighing the same. */
function orderedNames(subjects: readonly Subject[], results: readonly PermutationResult[]): string[] {
  const weights = new Map<string, number>();
  results.forEach(({ importances }, m) => {
    const total = importances.reduce((sum, { logLossIncrease }) => sum + Math.abs(logLossIncrease), 0);
    importances.forEach(({ logLossIncrease }, p) => {
      const { name } = subjects[m]!.features[p]!;
      weights.set(name, (weights.get(name) ?? 0) + (total > 0 ? logLossIncrease / total : 0));
    });
  });
  return [...weights].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

function figureOf(
  subjects: readonly Subject[],
  results: readonly PermutationResult[],
  names: string[],
  tested: boolean,
): FigureOf<'importance'> {
  const best = results.map(({ importances }, m) => {
    const [first] = importances
      .map(({ accuracyDrop }, p) => ({ accuracyDrop, name: subjects[m]!.features[p]!.name }))
      .sort((a, b) => b.accuracyDrop - a.accuracyDrop);
    return `${subjects[m]!.model.name} loses most accuracy (${first!.accuracyDrop.toFixed(3)}) without ${first!.name}`;
  });
  return {
    kind: 'importance',
    title: 'Permutation importance',
    summary: `What each model loses when a feature's values are shuffled over the ${tested ? 'test' : 'training'} rows: ${best.join('; ')}.`,
    features: names,
    shown: 'accuracyDrop',
    panels: results.map(({ importances }, m): Panel => {
      const { model, features } = subjects[m]!;
      const of = (value: (each: PermutationResult['importances'][number]) => number) =>
        names.map((name) => {
          const p = features.findIndex((player) => player.name === name);
          return p < 0 ? null : value(importances[p]!);
        });
      return {
        model: model.name,
        accuracyDrop: { mean: of((each) => each.accuracyDrop), sd: of((each) => each.sd) },
        logLossIncrease: { mean: of((each) => each.logLossIncrease), sd: of((each) => each.logLossSd) },
      };
    }),
  };
}
