/**
 * Web standards that browsers, workers and Node share. The pure folders see these and nothing else: neither the DOM nor
 * Node's globals, so that a misplaced `document` or `process` is a compile error.
 */
declare function atob(base64: string): string;
declare function btoa(binary: string): string;
declare function setTimeout(callback: () => void, milliseconds?: number): number;
declare function clearTimeout(timer: number | undefined): void;

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare const crypto: {
  subtle: { digest(algorithm: 'SHA-256', bytes: ArrayBufferView | ArrayBuffer): Promise<ArrayBuffer> };
};

interface AbortSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}
/** An object that a worker or a page can hand over to another. */
type Transferable = ArrayBuffer;
