/** The part of VS Code's notebook renderer API that is used here. */
export interface RendererContext {
  /** Absent where the editor has no messaging, such as a notebook that is only looked at. */
  postMessage?(message: unknown): void;
  onDidReceiveMessage?(listener: (message: unknown) => void): unknown;
}

export interface OutputItem {
  /** Of the output: stays the same while it is updated. */
  readonly id: string;
  text(): string;
}

export interface Renderer {
  renderOutputItem(item: OutputItem, element: HTMLElement): void;
  /** Without an id: all of them. */
  disposeOutputItem(id?: string): void;
}
