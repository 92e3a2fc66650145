import {
  env,
  findBackendFactory,
  registerBackend,
  removeBackend,
  setBackend,
  backend as currentBackend,
  version_core as tfjs,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgl';
import type { Environment } from '../../src/engine/environment';
import type { BackendChoice } from '../../src/protocol/messages';
import { createKernel } from '../../src/engine/math/kernelChoice';
import { prepareWasm } from './wasm';

export type BackendName = 'webgl' | 'wasm' | 'cpu';

/** A backend that runs, what the result says of it, and whether it still lives. */
export interface OpenBackend {
  name: BackendName;
  /** For {@link Environment}. */
  description: Environment['backend'];
  kernel: Environment['kernel'];
  /** Whether the graphics context is gone: reads then return zeros or never settle. */
  isLost(): boolean;
  /** Called once when the context goes. */
  onLost(listener: () => void): void;
  close(): void;
}

/** Freed textures are kept for reuse up to this many bytes. */
const textureCache = 256 * 2 ** 20;

/** What is tried, in order. `auto` takes WebGL only where hardware is behind it. */
const orders: { [C in BackendChoice]: BackendName[] } = {
  auto: ['webgl', 'wasm', 'cpu'],
  webgl: ['webgl', 'wasm', 'cpu'],
  wasm: ['wasm', 'cpu'],
  cpu: ['cpu'],
};

/**
 * The first backend of the choice that works.
 *
 * @param without backends that failed before, with the reason, which the result repeats
 * @param because what led here, for the result
 */
export async function openBackend(
  choice: BackendChoice,
  without: ReadonlyMap<BackendName, string> = new Map(),
  because: readonly string[] = [],
): Promise<OpenBackend> {
  const reasons = [...because];
  for (const name of orders[choice]) {
    const known = without.get(name);
    try {
      if (known !== undefined) throw new Error(known);
      return await open(name, choice, reasons);
    } catch (error) {
      reasons.push(`${name} is not used: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`no backend works here: ${reasons.join('; ')}`);
}

async function open(name: BackendName, choice: BackendChoice, reasons: string[]): Promise<OpenBackend> {
  if (name === 'wasm') await prepareWasm();
  if (name === 'webgl') prepareWebgl();
  const factory = findBackendFactory(name);
  if (!factory || !(await setBackend(name))) throw new Error('it is not available here');
  const close = () => {
    removeBackend(name);
    registerBackend(name, factory);
  };
  const gl = name === 'webgl' ? contextOf() : undefined;
  const device = gl ? rendererOf(gl) : deviceOfCpu(name);
  if (gl && choice === 'auto' && isSoftware(device)) {
    close();
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    throw new Error(`only software rendering is behind it (${device})`);
  }
  return {
    name,
    description: {
      backend: name,
      device,
      precision: 'float32',
      tfjs,
      ...(reasons.length === 0 ? {} : { reason: reasons.join('; ').slice(0, 1000) }),
    },
    kernel: createKernel(name),
    isLost: () => gl?.isContextLost() ?? false,
    onLost: (listener) => gl && canvasOf(gl).addEventListener('webglcontextlost', listener, { once: true }),
    close,
  };
}

function prepareWebgl(): void {
  if (env().getNumber('WEBGL_VERSION') < 2) throw new Error('there is no WebGL 2 here');
  if (!env().getBool('WEBGL_RENDER_FLOAT32_ENABLED'))
    throw new Error('this graphics processor computes in 16 bits only');
  // true would compile faster, but programs are then mixed up between small and large shapes, with wrong numbers and no error
  env().set('WEBGL_USE_SHAPES_UNIFORMS', false);
  env().set('WEBGL_DELETE_TEXTURE_THRESHOLD', textureCache);
  // small tensors run where the result says that they ran, and a lost context shows at once
  env().set('WEBGL_CPU_FORWARD', false);
}

function contextOf(): WebGL2RenderingContext {
  return (currentBackend() as MathBackendWebGL).getGPGPUContext().gl as WebGL2RenderingContext;
}

/** TypeScript's worker library leaves the property out. */
function canvasOf(gl: WebGL2RenderingContext): OffscreenCanvas {
  return (gl as unknown as { canvas: OffscreenCanvas }).canvas;
}

function rendererOf(gl: WebGL2RenderingContext): string {
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)).slice(0, 400);
}

function isSoftware(renderer: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
}

function deviceOfCpu(name: BackendName): string {
  return name === 'wasm' ? 'processor, WebAssembly SIMD, one thread' : 'processor, JavaScript';
}
