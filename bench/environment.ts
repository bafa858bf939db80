import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** What a figure was measured on. A figure without it means nothing. */
export interface Environment {
  readonly cpu: string;
  readonly usableCpus: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly onnxRuntime: string;
  readonly platform: string;
}

export function readEnvironment(): Environment {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    usableCpus: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    onnxRuntime: installedVersion('onnxruntime-node'),
    platform: `${process.platform}-${process.arch}`,
  };
}

export function describeEnvironment(environment: Environment): string {
  const { cpu, usableCpus, memoryGiB, node, onnxRuntime, platform } = environment;
  return `${cpu}, ${usableCpus} CPUs usable, ${memoryGiB} GiB; ${platform}, Node ${node}, ONNX Runtime ${onnxRuntime}`;
}

function installedVersion(name: string): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL(import.meta.resolve(`${name}/package.json`)), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  return 'unknown';
}
