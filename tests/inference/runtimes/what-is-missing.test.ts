import { describe, expect, it } from 'vitest';
import { isInSoftware, whatIsMissing } from '../../../src/inference/runtimes/what-is-missing.ts';

const LINUX = { platform: 'linux', arch: 'x64', librariesDir: '/ort' };
const hostWith = (...files: string[]) => ({ ...LINUX, hasFile: (file: string) => files.includes(file) });

describe('what is missing for a provider', () => {
  it('names the library, the GPU, or both, with the cure of each', () => {
    const nothing = whatIsMissing('cuda', hostWith());
    expect(nothing).toContain('ONNXRUNTIME_NODE_INSTALL=cuda12');
    expect(nothing).toContain('--gpus all');
    expect(whatIsMissing('cuda', hostWith('/dev/nvidiactl'))).not.toContain('--gpus');
    expect(whatIsMissing('cuda', hostWith('/ort/libonnxruntime_providers_cuda.so'))).not.toContain('INSTALL');
  });

  it('names the libraries that cannot be looked for, where all else is there', () => {
    const whole = hostWith('/dev/nvidiactl', '/ort/libonnxruntime_providers_tensorrt.so');
    expect(whatIsMissing('tensorrt', whole)).toContain('TensorRT 10');
  });

  it('sends nobody to install what there is not for the machine', () => {
    expect(whatIsMissing('cuda', { ...hostWith(), platform: 'darwin', arch: 'arm64' })).toMatch(
      /not for darwin on arm64$/,
    );
  });
});

describe('a provider in software', () => {
  it('is WebGPU on a Linux host that shows no GPU, and nothing else', () => {
    expect(isInSoftware('webgpu', hostWith())).toBe(true);
    expect(isInSoftware('webgpu', hostWith('/dev/dri/renderD128'))).toBe(false);
    expect(isInSoftware('webgpu', { ...hostWith(), platform: 'darwin' })).toBe(false);
    expect(isInSoftware('cuda', hostWith())).toBe(false);
  });
});
