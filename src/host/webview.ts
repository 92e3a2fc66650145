import { Channel } from '../protocol/channel';
import type { Handlers } from '../protocol/channel';
import type { HostProcedures, RendererProcedures } from '../protocol/messages';

/** What a webview may ask of the host, and may tell it. */
export type Service = Handlers<Omit<HostProcedures, 'hello'>>;

/** One renderer instance: the webview of one editor (tab or split) of a notebook. */
export class Webview {
  readonly channel: Channel<HostProcedures, RendererProcedures>;
  /** The renderer instance that said hello last. */
  private instance: string | undefined;
  private present = false;
  private listener: (message: unknown) => void = () => {};

  /**
   * @param send posts to the editor; `false`: the editor is closed
   * @param events `opened` when a renderer instance is there, `lost` when it is gone, `heard` at each of its messages
   */
  constructor(
    send: (message: unknown) => Thenable<boolean>,
    service: (webview: Webview) => Service,
    private readonly events: Record<'opened' | 'lost' | 'heard', (webview: Webview) => void>,
  ) {
    const port = {
      send: (message: unknown) => {
        void send(message).then((delivered) => {
          if (!delivered) this.lose();
        });
      },
      receive: (listener: (message: unknown) => void) => {
        this.listener = listener;
      },
    };
    this.channel = new Channel<HostProcedures, RendererProcedures>(port, {
      ...service(this),
      hello: ({ instance }) => this.hello(instance),
    });
  }

  /** A message came from the editor. */
  receive(message: unknown): void {
    // one that was too slow to answer is there after all
    if (this.instance !== undefined) this.appear();
    this.listener(message);
    if (this.present) this.events.heard(this);
  }

  /** The editor, or the page in it, is gone. */
  lose(): void {
    if (!this.present) return;
    this.present = false;
    this.events.lost(this);
  }

  private appear(): void {
    if (this.present) return;
    this.present = true;
    this.events.opened(this);
  }

  private hello(instance: string): void {
    if (instance !== this.instance) this.lose();
    this.instance = instance;
    this.appear();
  }
}
