import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fail, type Outcome, succeed } from '../../src/domain/failure.ts';

const execute = promisify(execFile);
const INSTALL_LIMIT_MS = 600_000;

/** Where environments are kept: never in the repository. */
export function defaultCache(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'scanbench', 'peers');
}

/**
 * The Python of an environment with these requirements, made on the first call and found again while they are the same.
 * Fails with what pip said last.
 */
export async function pythonWith(requirements: string, cache: string): Promise<Outcome<string>> {
  const key = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cache, key);
  const python = join(folder, 'bin', 'python');
  if (await exists(join(folder, 'complete'))) return succeed(python);
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(cache, { recursive: true });
    await execute('python3', ['-m', 'venv', folder]);
    await execute(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements], {
      timeout: INSTALL_LIMIT_MS,
    });
    await mkdir(join(folder, 'complete'));
    return succeed(python);
  } catch (error) {
    return fail('runtime-failed', `does not install: ${lastLine(error)}`);
  }
}

/** The version of a package there. */
export async function versionOf(python: string, name: string): Promise<string> {
  const script = 'import sys, importlib.metadata as m; print(m.version(sys.argv[1]))';
  return (await execute(python, ['-c', script, name])).stdout.trim();
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function lastLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error && error.stderr ? String(error.stderr) : String(error);
  return said.trim().split('\n').at(-1) ?? 'it said nothing';
}
