const kept = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  ' ',
  'Enter',
]);

/** Keeps the keys that work inside an output from VS Code, which would move the focus to another cell; Tab and Escape pass. */
export function keepKeys(root: HTMLElement): void {
  root.addEventListener('keydown', (event) => {
    if (kept.has(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
}
