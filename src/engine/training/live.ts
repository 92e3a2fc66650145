import type { Dataset } from '../../data/dataset';
import type { Encoding } from '../../data/encode';
import type { Matrix } from '../../data/matrix';
import type { ModelCard } from '../../protocol/cards';
import type { Figure, Plane } from '../../protocol/figures';
import { boundaryFigure, packPosterior } from '../drawing/boundary';
import { gridRows } from '../drawing/maps';
import type { Classifier } from '../model';
import { chooseAxes, planeOf } from '../drawing/plane';
import type { Axes } from '../drawing/plane';

/** Points per side: coarse, so that the picture can move. */
const side = 60;

/** The boundary of a model while it trains; only where two features are all that there is. */
export class LiveBoundary {
  private readonly plane: Plane;
  private readonly grid: Matrix;

  static of(name: string, card: ModelCard, dataset: Dataset, encoding: Encoding): LiveBoundary | undefined {
    const axes = dataset.features.length === 2 ? chooseAxes(dataset) : undefined;
    return axes && new LiveBoundary(name, card, dataset, axes, encoding);
  }

  private constructor(
    private readonly name: string,
    private readonly card: ModelCard,
    private readonly dataset: Dataset,
    private readonly axes: Axes,
    encoding: Encoding,
  ) {
    this.plane = planeOf(axes, dataset, side);
    this.grid = gridRows(encoding, axes, this.plane, undefined);
  }

  async draw(current: Classifier): Promise<Figure> {
    const posterior = packPosterior(await current.predictProba(this.grid), this.plane);
    return boundaryFigure(
      [{ model: this.name, family: this.card.family, posterior }],
      this.dataset,
      this.axes,
      this.plane,
    );
  }
}
