import type { LabelledDataset } from '../../data/dataset';
import { createRng } from '../../data/random';
import type { FigureOf } from '../../protocol/figures';
import { packPosterior } from '../drawing/boundary';
import { mapsOf } from '../drawing/maps';
import { chooseAxes, gridSide, planeOf, pointsOf } from '../drawing/plane';
import type { Axes } from '../drawing/plane';
import type { TrainedModel } from '../training/trained';
import type { Fit } from './experiment';
import type { Participants } from './participants';

type Figure = FigureOf<'label-budget'>;
type Budget = Figure['budgets'][number];

/** Grid points per side: there is a picture for every number of labels. */
const mostSide = 64;

/** Collects what the models say over two features, budget by budget. */
export class BudgetPicture {
  private readonly axes: Axes | undefined;
  private readonly plane: Figure['plane'] | undefined;
  private readonly budgets: Budget[] = [];

  /** @param panels how many there will be in all */
  constructor(
    private readonly dataset: LabelledDataset,
    models: readonly TrainedModel[],
    panels: number,
  ) {
    this.axes = chooseAxes(dataset, models);
    this.plane = this.axes && {
      ...planeOf(this.axes, dataset, Math.min(mostSide, gridSide(panels, dataset.target.classes.length))),
      choices: [],
    };
  }

  async add({ labels, method, model, accuracy, labelled }: Fit): Promise<void> {
    const { axes, plane, dataset } = this;
    if (!axes || !plane || method === 'label-spreading') return;
    const { posterior, others } = await mapsOf(model, dataset, axes, plane, false);
    let budget = this.budgets.find((one) => one.labels === labels);
    if (!budget) {
      const rows = pointsOf(axes, labelled, dataset.target.codes, createRng(0));
      this.budgets.push((budget = { labels, summary: '', labelled: rows, panels: [] }));
    }
    budget.panels.push({
      model: model.name,
      method,
      accuracy,
      ...(others === undefined ? {} : { others }),
      posterior: packPosterior(posterior, plane),
    });
  }

  /** Undefined where there are not two numeric features, or nothing was fitted. */
  figure({ pool, others }: Participants): Figure | undefined {
    const { axes, plane, budgets } = this;
    if (!axes || !plane || budgets.length === 0) return undefined;
    budgets.sort((a, b) => a.labels - b.labels);
    for (const budget of budgets) budget.summary = sentence(budget);
    return {
      kind: 'label-budget',
      title: `Few labels: ${plane.x.feature} × ${plane.y.feature}`,
      summary: budgets[0]!.summary,
      classes: this.dataset.target.classes,
      plane,
      unlabelled: pointsOf(axes, Int32Array.of(...pool, ...others), undefined, createRng(0)),
      shown: 0,
      budgets,
    };
  }
}

function sentence({ labels, panels }: Budget): string {
  const told = panels.map(
    ({ model, method, accuracy }) =>
      `${model}${method === 'supervised' ? '' : method === 'unlabelled' ? ' with unlabelled rows' : ' by self-training'} ${accuracy.toFixed(3)}`,
  );
  return `With ${labels} labelled ${labels === 1 ? 'row' : 'rows'} of each class (large), in the first draw; accuracy on the test rows: ${told.join(', ')}.`;
}
