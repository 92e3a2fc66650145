const { port1, port2 } = new MessageChannel();
let waiting: (() => void)[] = [];

port1.onmessage = () => {
  const resume = waiting;
  waiting = [];
  for (const go of resume) go();
};

/** Lets messages that wait for this thread be heard. A message instead of a timer: nested timers wait 4 ms each. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(undefined);
  });
}
