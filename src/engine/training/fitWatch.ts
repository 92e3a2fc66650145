import type { Dataset } from '../../data/dataset';
import type { Encoding } from '../../data/encoding';
import { Problem } from '../../data/problem';
import type { ModelCard } from '../../protocol/cards';
import type { Figure } from '../../protocol/figures';
import type { Environment } from '../environment';
import { History } from './history';
import { liveView } from './live';
import type { FitStep } from '../model';
import { breathInterval, Pace, progressInterval } from '../pace';

/** Time that live pictures may take, per time of the fit: a dear one is drawn seldom. */
const pictureShare = 0.1;

/** Follows a fit: keeps its loss, shows it about ten times a second and lets an interrupt be heard. */
export class FitWatch {
  readonly history = new History();
  steps = 0;
  private readonly start: number;
  private readonly breath: Pace;
  private readonly report: Pace;
  private readonly live: ReturnType<typeof liveView>;
  private nextPicture: number;
  private figure: Figure | undefined;

  constructor(
    private readonly name: string,
    card: ModelCard,
    dataset: Dataset,
    encoding: Encoding,
    private readonly environment: Environment,
    /** What is being done, for people. */
    private readonly text = `fitting ${name}`,
  ) {
    this.start = environment.now();
    this.nextPicture = this.start;
    this.breath = new Pace(environment.now, breathInterval);
    this.report = new Pace(environment.now, progressInterval);
    this.live = liveView(name, card, dataset, encoding);
  }

  async begin(): Promise<void> {
    this.environment.progress({ text: this.text, model: this.name });
    await this.environment.breathe();
  }

  async step(step: FitStep): Promise<void> {
    this.steps = step.step;
    if (step.loss !== undefined && !Number.isFinite(step.loss)) {
      throw new Problem(
        'diverged',
        `${this.name} diverged at step ${step.step}: its loss is no longer a number; lower the learning rate or change its options`,
      );
    }
    this.history.add(step);
    if (this.report.due()) await this.show(step);
    if (this.breath.due()) await this.environment.breathe();
  }

  private async show(step: FitStep): Promise<void> {
    const { environment, start, name, text } = this;
    await this.draw(step);
    const seconds = (environment.now() - start) / 1000;
    const rate = step.step / Math.max(seconds, 1e-3);
    const points = this.history.points();
    const loss = step.loss ?? points.at(-1)?.loss;
    environment.progress({
      text,
      model: name,
      step: step.step,
      stepsPerSecond: rate,
      ...(loss === undefined ? {} : { loss }),
      ...(step.steps === undefined
        ? {}
        : {
            steps: step.steps,
            fraction: Math.min(1, step.step / step.steps),
            secondsLeft: Math.max(0, step.steps - step.step) / Math.max(rate, 1e-9),
          }),
      ...(points.length > 1 ? { history: points.map(({ step: at, loss: value }) => ({ step: at, loss: value })) } : {}),
      ...(this.figure ? { figure: this.figure } : {}),
    });
  }

  private async draw({ current }: FitStep): Promise<void> {
    const { environment, live } = this;
    const begun = environment.now();
    if (!live || !current || begun < this.nextPicture) return;
    this.figure = (await live(current)) ?? this.figure;
    const ended = environment.now();
    this.nextPicture = ended + (ended - begun) / pictureShare;
  }
}
