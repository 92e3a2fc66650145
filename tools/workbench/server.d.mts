export interface ServeOptions {
  /** The folder VS Code opens. Files saved in VS Code are written there. */
  folder: string;
  /** The folder of the extension under development (with its package.json). */
  extension: string;
  /** Folders of further extensions. */
  moreExtensions?: string[];
  /** Default settings, as in a settings.json. */
  settings?: Record<string, unknown>;
  /** 0, the default, means any free port. */
  port?: number;
  /** The address to listen on; `localhost` by default. */
  host?: string;
}

export interface WorkbenchServer {
  url: string;
  port: number;
  close(): Promise<void>;
}

export function serveWorkbench(options: ServeOptions): Promise<WorkbenchServer>;
