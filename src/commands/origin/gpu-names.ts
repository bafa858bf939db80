import { execFileSync } from 'node:child_process';

const LIMIT_MS = 10_000;

/** The GPUs of this machine with their driver, by NVIDIA's tool: none where it does not answer. */
export function gpuNames(command = 'nvidia-smi'): readonly string[] {
  try {
    const told = execFileSync(command, ['--query-gpu=name,driver_version', '--format=csv,noheader'], {
      ...{ encoding: 'utf8', timeout: LIMIT_MS, stdio: ['ignore', 'pipe', 'ignore'] },
    });
    return told.split('\n').flatMap((line) => {
      const [name, driver] = line.split(',').map((part) => part.trim());
      return name ? [`${name}${driver ? `, driver ${driver}` : ''}`] : [];
    });
  } catch {
    return [];
  }
}
