import { availableParallelism, cpus, totalmem } from 'node:os';
import { packageVersion } from '../src/installation.ts';

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
    onnxRuntime: packageVersion('onnxruntime-node'),
    platform: `${process.platform}-${process.arch}`,
  };
}

export function describeEnvironment(environment: Environment): string {
  const { cpu, usableCpus, memoryGiB, node, onnxRuntime, platform } = environment;
  return `${cpu}, ${usableCpus} CPUs usable, ${memoryGiB} GiB; ${platform}, Node ${node}, ONNX Runtime ${onnxRuntime}`;
}
