// A worker that speaks the engine's protocol without an engine: what the renderer does can be tested by itself.

/** Text of the worker. `run` reports progress (a loss of null as NaN) and answers with `result`; plans with the verb `crash`, `hang` or `mistake` do that. */
export function fakeEngine(answers: {
  result: unknown;
  figure: unknown;
  progress: unknown[];
  /** Panels of the answer to `point`. */
  point?: unknown[];
}): string {
  return `
    const { result, figure, progress, point } = ${JSON.stringify(answers)};
    const waiting = new Map();
    let next = 1;
    const post = (message) => postMessage({ channel: 'model-cells', ...message });
    const ask = (call, input) => new Promise((resolve, reject) => { waiting.set(next, { resolve, reject }); post({ id: next++, call, input }); });
    const stopped = new Set();
    const procedures = {
      async run({ runId, plan }) {
        if (plan.verb === 'crash') setTimeout(() => { throw new Error('out of memory'); });
        if (plan.verb === 'crash' || plan.verb === 'hang') return new Promise(() => {});
        if (plan.verb === 'mistake') throw Object.assign(new Error('unknown column: bil_length'), { code: 'unknown-column', at: ['features', 0] });
        if (plan.verb === 'nonsense') return { version: 1 };
        let bytes = 0;
        if (plan.data.path) bytes = (await ask('readFile', await ask('locate', { path: plan.data.path }))).length;
        for (const each of progress) { post({ id: next++, call: 'progress', input: { runId, progress: each.loss === null ? { ...each, loss: NaN } : each }, event: true }); await new Promise((done) => setTimeout(done, 60)); }
        while (plan.verb === 'wait' && !stopped.has(runId)) await new Promise((done) => setTimeout(done, 10));
        return { ...result, runId, interrupted: stopped.has(runId), notes: ['read ' + bytes + ' bytes'] };
      },
      interrupt({ runId }) { stopped.add(runId); },
      async query({ query, args }) {
        const single = (feature, value) => ({ feature, low: value, high: value });
        if (query === 'point') return { ...figure, panels: point, plane: { ...figure.plane, width: 1, height: 1, x: single(args.x, args.atX), y: single(args.y, args.atY) } };
        await new Promise((done) => setTimeout(done, 1000));
        if (args.x === 'body_mass_g') throw Object.assign(new Error('the model is no longer kept: train it again'), { code: 'model-gone', at: [] });
        return { ...figure, summary: query + ' of ' + args.x + ' and ' + args.y, plane: { ...figure.plane, x: { ...figure.plane.x, feature: args.x }, y: { ...figure.plane.y, feature: args.y } } };
      },
    };
    onmessage = async ({ data }) => {
      if (data.call === undefined) {
        const entry = waiting.get(data.id);
        return data.error ? entry.reject(new Error(data.error.message)) : entry.resolve(data.output);
      }
      try {
        const output = await procedures[data.call](data.input);
        if (!data.event) post({ id: data.id, output });
      } catch (error) {
        post({ id: data.id, error: { message: error.message, code: error.code, at: error.at } });
      }
    };`;
}
