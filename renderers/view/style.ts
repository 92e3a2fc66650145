/** The output's style: VS Code's variables only, so that every theme fits. */
export const style = `
:host { display: block; }
.output {
  --ink: var(--vscode-editor-foreground, #1f2328);
  --paper: var(--vscode-editor-background, #ffffff);
  --muted: color-mix(in srgb, var(--ink) 72%, var(--paper));
  --line: color-mix(in srgb, var(--ink) 16%, var(--paper));
  --faint: color-mix(in srgb, var(--ink) 5%, var(--paper));
  --accent: var(--vscode-focusBorder, #0072b2);
  --bar: var(--vscode-progressBar-background, #0e70c0);
  font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif);
  color: var(--ink);
  background: var(--paper);
  padding: 10px 12px 14px;
  max-width: 1100px;
  box-sizing: border-box;
  container-type: inline-size;
}
.output.contrast { --muted: var(--ink); --line: var(--vscode-contrastBorder, var(--ink)); --faint: var(--paper); }
.output * { box-sizing: border-box; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
.headline { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: baseline; }
.headline .name { font-size: 16px; font-weight: 600; overflow-wrap: anywhere; }
.headline .metric { font-size: 15px; font-variant-numeric: tabular-nums; }
.headline .metric b { font-weight: 600; }
.facts { color: var(--muted); display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: center; margin-top: 2px; }
.facts > span { overflow-wrap: anywhere; }
.chip { font: inherit; font-size: 12px; line-height: 18px; color: var(--ink); background: transparent; border: 1px solid var(--line); border-radius: 10px; padding: 0 9px; cursor: pointer; }
.chip:hover, .button:hover:not(:disabled) { background: var(--faint); border-color: var(--muted); }
.chip[aria-expanded='true'] { background: var(--faint); }
.details { color: var(--muted); border-left: 2px solid var(--line); margin: 8px 0 0; padding: 1px 10px; overflow-wrap: anywhere; }
.details div + div { margin-top: 2px; }
.notes { margin: 10px 0 0; padding: 0; list-style: none; }
.notes li { position: relative; padding: 1px 0 1px 20px; overflow-wrap: anywhere; }
.notes li::before { content: 'i'; position: absolute; left: 2px; top: 4px; width: 13px; height: 13px; border: 1px solid var(--muted); border-radius: 50%; font: italic 600 10px/12px Georgia, serif; text-align: center; color: var(--muted); }
.card { margin: 16px 0 0; padding: 0; }
.head { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; justify-content: space-between; border-top: 1px solid var(--line); padding: 8px 0 4px; }
.head .title { flex: 1 1 200px; font-weight: 600; overflow-wrap: anywhere; }
.tools { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; }
.button { font: inherit; font-size: 12px; line-height: 18px; color: var(--muted); background: transparent; border: 1px solid var(--line); border-radius: 4px; padding: 1px 8px; cursor: pointer; }
.button:hover:not(:disabled) { color: var(--ink); }
.button[aria-pressed='true'] { color: var(--ink); background: var(--faint); border-color: var(--muted); }
.button:disabled { opacity: 0.5; cursor: default; }
select { font: inherit; font-size: 12px; color: var(--vscode-dropdown-foreground, var(--ink)); background: var(--vscode-dropdown-background, var(--paper)); border: 1px solid var(--vscode-dropdown-border, var(--line)); border-radius: 4px; padding: 2px 4px; max-width: 190px; }
.planes { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; font-size: 12px; color: var(--muted); }
.planes label { display: inline-flex; gap: 5px; align-items: center; }
.row-editor { border-top: 1px solid var(--line); padding: 6px 0 2px; font-size: 12px; color: var(--muted); }
.row-editor .hint { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; padding-bottom: 5px; }
.row-editor .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 5px 18px; max-height: 190px; overflow: auto; padding: 2px; }
.row-editor .field { display: flex; gap: 6px; align-items: center; justify-content: space-between; min-width: 0; }
.row-editor label { display: flex; gap: 5px; align-items: center; min-width: 0; color: var(--ink); }
.row-editor label span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row-editor .field > :is(input, select) { width: 92px; flex: none; font: inherit; color: var(--vscode-input-foreground, var(--ink)); background: var(--vscode-input-background, var(--paper)); border: 1px solid var(--vscode-input-border, var(--line)); border-radius: 3px; padding: 1px 4px; }
.row-editor .field > :disabled { opacity: 0.45; }
:is(button, select, input, [tabindex]):focus-visible { outline: 2px solid var(--accent) !important; outline-offset: 1px; }
.picture { position: relative; }
.plot { position: relative; width: 100%; overflow: hidden; contain: layout paint; }
.plot .waiting { position: absolute; inset: 0; display: grid; place-items: center; color: var(--muted); border-radius: 4px; background: var(--faint); }
.plot .modebar-btn path { fill: var(--muted); }
.plot.busy::after { content: ''; position: absolute; top: 0; left: 0; height: 2px; width: 30%; background: var(--bar); animation: slide 1.2s ease-in-out infinite alternate; }
@keyframes slide { to { left: 70%; } }
.crosshair { position: absolute; inset: 0; pointer-events: none; border-radius: 4px; }
.crosshair > div { position: absolute; overflow: hidden; }
.crosshair i { position: absolute; left: 0; top: 0; box-shadow: 0 0 0 0.5px color-mix(in srgb, var(--paper) 60%, transparent); }
.crosshair .up { width: 1px; height: 100%; margin-left: -0.5px; background: var(--ink); opacity: 0.7; }
.crosshair .across { width: 100%; height: 1px; margin-top: -0.5px; background: var(--ink); opacity: 0.7; }
.crosshair .ring { width: 11px; height: 11px; margin: -5.5px; border: 1.5px solid var(--ink); border-radius: 50%; }
.reading { padding: 2px 0 6px; }
.reading input { font: inherit; font-size: 12px; width: 90px; color: var(--vscode-input-foreground, var(--ink)); background: var(--vscode-input-background, var(--paper)); border: 1px solid var(--vscode-input-border, var(--line)); border-radius: 4px; padding: 1px 4px; }
.reading .scroll { margin-top: 4px; }
.reading :is(th, td) { padding: 2px 10px 2px 0; white-space: nowrap; }
.reading :is(th, td).first { padding-left: 14px; border-left: 1px solid var(--line); }
.reading td.best::after { right: 0; }
.trouble { color: var(--vscode-errorForeground, #b3261e); padding: 4px 0; overflow-wrap: anywhere; }
.output.contrast .trouble { color: var(--ink); }
figcaption { color: var(--muted); max-width: 76ch; padding-top: 2px; overflow-wrap: anywhere; }
.scroll { overflow: auto; max-height: 340px; position: relative; }
thead th { position: sticky; top: 0; background: var(--paper); box-shadow: inset 0 -1px 0 var(--line); }
table { border-collapse: collapse; font-size: 12.5px; font-variant-numeric: tabular-nums; }
table caption { text-align: left; }
th { font-weight: 600; text-align: left; color: var(--muted); vertical-align: bottom; }
th, td { padding: 3px 16px 3px 0; }
thead th { max-width: 92px; line-height: 1.25; }
thead th:first-child, tbody th { max-width: 260px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
tbody th { color: var(--ink); font-weight: 400; }
tbody tr + tr > * { border-top: 1px solid color-mix(in srgb, var(--line) 55%, transparent); }
td { white-space: nowrap; max-width: 420px; overflow: hidden; text-overflow: ellipsis; }
th.number, td.number { text-align: right; }
th[title] { text-decoration: underline dotted; text-underline-offset: 3px; cursor: help; }
td.best { font-weight: 700; position: relative; }
td.best::after { content: '★'; font-size: 9px; position: absolute; right: 4px; top: 5px; }
td.absent { color: var(--muted); }
.legend { color: var(--muted); font-size: 12px; padding-top: 4px; }
.pager { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; color: var(--muted); font-size: 12px; padding: 6px 0 0; }
.progress .row { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: baseline; font-variant-numeric: tabular-nums; }
.progress .text { font-weight: 600; }
.progress .numbers { color: var(--muted); }
.progress .track { height: 4px; border-radius: 2px; background: var(--line); margin: 8px 0; overflow: hidden; }
.progress .fill { height: 100%; width: 100%; background: var(--bar); transform-origin: left; transform: scaleX(0); transition: transform 0.12s linear; }
.progress .fill.unknown { transform: none; width: 30%; position: relative; animation: slide 1.4s ease-in-out infinite alternate; }
.progress .live { display: flex; flex-wrap: wrap; gap: 14px; align-items: flex-start; }
.progress .live > div { min-width: 0; }
.progress .tag { color: var(--muted); font-size: 12px; }
.progress svg { display: block; max-width: 100%; }
.progress canvas { display: block; max-width: 100%; border: 1px solid var(--line); }
@media (prefers-reduced-motion: reduce) { .output *, .output *::after { animation: none !important; transition: none !important; } }
.output.still *, .output.still *::after { animation: none !important; transition: none !important; }
`;
