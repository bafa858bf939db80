import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Provider } from '../../domain/technology/technology.ts';

/** What is asked of a host; tests answer for another one. */
export interface HostView {
  /** As `process` says them, e.g. `linux` and `x64`. */
  readonly platform: string;
  readonly arch: string;
  readonly hasFile: (file: string) => boolean;
  /** Where ONNX Runtime's shared libraries lie. */
  readonly librariesDir: string;
}

const INSTALL_CUDA = 'ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js';

/** Said of a provider of which all that can be looked for is there: what cannot be looked for is left. */
const ALSO_NEEDED = {
  cpu: 'it needs a model whose operators ONNX Runtime knows',
  cuda: 'the NVIDIA driver, CUDA 12 and cuDNN 9 must be installed where the loader finds them',
  tensorrt: 'the NVIDIA driver, CUDA 12, cuDNN 9 and TensorRT 10 must be installed where the loader finds them',
  webgpu:
    'it needs a GPU with a Vulkan, Metal or Direct3D 12 driver; without a GPU, to test, Debian has one in software: apt-get install mesa-vulkan-drivers',
  node: 'TensorFlow.js has it',
  wasm: 'TensorFlow.js has it',
  http: 'models on another server have it',
} as const satisfies Record<Provider, string>;

/** Why a provider that failed may have failed here, with the cure: what this host visibly lacks, else what it needs. */
export function whatIsMissing(provider: Provider, host: HostView = thisHost()): string {
  const lacks = provider === 'cuda' || provider === 'tensorrt' ? lacksForNvidia(provider, host) : [];
  return lacks.length > 0 ? lacks.join('; ') : ALSO_NEEDED[provider];
}

/** What a GPU of a Linux host is reached by, whichever driver does it; the last is Windows' way into WSL. */
const GPU_DEVICES = ['/dev/dri/renderD128', '/dev/nvidiactl', '/dev/dxg'] as const;

/**
 * Whether what computes for a provider that works here can only be a driver in software, which is slower than the CPU
 * provider. ONNX Runtime does not say which driver it took; without a GPU's device it was no other.
 */
export function isInSoftware(provider: Provider, { platform, hasFile }: HostView = thisHost()): boolean {
  return provider === 'webgpu' && platform === 'linux' && !GPU_DEVICES.some(hasFile);
}

function lacksForNvidia(provider: 'cuda' | 'tensorrt', host: HostView): readonly string[] {
  const { platform, arch, hasFile, librariesDir } = host;
  if (platform !== 'linux' || arch !== 'x64') {
    return [`ONNX Runtime has its NVIDIA libraries for Linux on x64, not for ${platform} on ${arch}`];
  }
  const lacks: string[] = [];
  if (!hasFile(path.join(librariesDir, `libonnxruntime_providers_${provider}.so`))) {
    lacks.push(`ONNX Runtime's library for it is not installed, fetch it with "${INSTALL_CUDA}"`);
  }
  if (!hasFile('/dev/nvidiactl') && !hasFile('/dev/dxg')) {
    lacks.push(
      'this host shows no NVIDIA GPU, install its driver, or pass the GPU into the container (docker run --gpus all)',
    );
  }
  return lacks;
}

function thisHost(): HostView {
  const { platform, arch } = process;
  const library = createRequire(import.meta.url).resolve('onnxruntime-node');
  const librariesDir = path.join(path.dirname(library), '..', 'bin', 'napi-v6', platform, arch);
  return { platform, arch, hasFile: existsSync, librariesDir };
}
