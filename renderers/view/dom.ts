type Child = Node | string | undefined | false;

interface Properties {
  class?: string;
  title?: string;
  role?: string;
  hidden?: boolean;
  /** Attributes by their HTML names. */
  attributes?: { [name: string]: string };
  click?: () => void;
}

/** An element with its children. Strings become text, never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (properties.class) element.className = properties.class;
  if (properties.title) element.title = properties.title;
  if (properties.role) element.setAttribute('role', properties.role);
  if (properties.hidden) element.hidden = true;
  for (const [name, value] of Object.entries(properties.attributes ?? {})) element.setAttribute(name, value);
  if (properties.click) element.addEventListener('click', properties.click);
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return element;
}

export function button(text: string, title: string, click: () => void): HTMLButtonElement {
  return el('button', { class: 'button', title, attributes: { type: 'button' }, click }, text);
}

/** A text for screen readers only. */
export function spoken(text: string): HTMLElement {
  return el('span', { class: 'spoken' }, text);
}

/** A part of the output: what is shown, and how to let go of it. */
export interface Part {
  element: HTMLElement;
  dispose?(): void;
}
