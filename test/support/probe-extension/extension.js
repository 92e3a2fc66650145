// For tests only: asks the test process what to evaluate, evaluates it in the extension host, sends back the value.
// probe.ts copies this folder and puts the address in.
const vscode = require('vscode');

const address = 'PROBE_ADDRESS';

exports.activate = async (context) => {
  let active = true;
  context.subscriptions.push({ dispose: () => (active = false) });
  await fetch(`${address}/hello`, { method: 'POST', body: '{}' });
  while (active) {
    const { id, source, parameters } = await (await fetch(`${address}/next`)).json();
    if (id === undefined) continue;
    // not awaited: one question may wait for what another does
    void answer(source, parameters).then((result) =>
      fetch(`${address}/result`, { method: 'POST', body: JSON.stringify({ id, ...result }) }),
    );
  }
};

async function answer(source, parameters) {
  try {
    const value = await (0, eval)(`(${source})`)(vscode, ...parameters);
    return { value: value === undefined ? null : JSON.parse(JSON.stringify(value)) };
  } catch (error) {
    return { error: String(error?.stack ?? error) };
  }
}
