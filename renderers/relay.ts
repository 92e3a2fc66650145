import type { Progress } from '../src/protocol/messages';

/** Milliseconds between two messages to the host, and between two live pictures in them. */
const messageInterval = 100;
const figureInterval = 350;

/** Thins progress on its way to the host, which passes it on to other windows: the newest wins, numbers survive JSON. */
export function relay(
  send: (progress: Progress) => void,
  now: () => number = () => performance.now(),
): (progress: Progress) => void {
  let lastMessage = -Infinity;
  let lastFigure = -Infinity;
  return (progress) => {
    const time = now();
    if (time - lastMessage < messageInterval) return;
    lastMessage = time;
    const { figure, ...rest } = progress;
    const withFigure = figure !== undefined && time - lastFigure >= figureInterval;
    if (withFigure) lastFigure = time;
    send({ ...finiteOnly(rest), ...(withFigure ? { figure } : {}) });
  };
}

/** JSON turns NaN and Infinity into null; a number that is not there is left out instead. */
function finiteOnly(progress: Omit<Progress, 'figure'>): Progress {
  const entries = Object.entries(progress).filter(([, value]) => typeof value !== 'number' || Number.isFinite(value));
  const kept = Object.fromEntries(entries) as unknown as Progress;
  if (progress.history)
    kept.history = progress.history.filter(({ step, loss }) => Number.isFinite(step) && Number.isFinite(loss));
  return kept;
}
