import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shipped } from '../../installation.ts';

/** What was checked out or built from, and whether files of it were changed since. */
export interface Commit {
  readonly id: string;
  readonly hasChanges: boolean;
}

const LIMIT_MS = 5_000;

/** What an image was built from, as `git describe --dirty` tells it: `COMMIT` of the Dockerfile. Beside `package.json`. */
export const COMMIT_OF_IMAGE = 'built-from-commit';

/** The commit that Scanbench in a folder is of: null where it is neither a checkout nor an image that was told. */
export function commitOf(folder = shipped()): Commit | null {
  return commitOfImage(folder) ?? checkedOutCommit(folder);
}

function commitOfImage(folder: string): Commit | null {
  try {
    const [, id, dirty] =
      /^([0-9a-f]{40})(-dirty)?$/.exec(readFileSync(join(folder, COMMIT_OF_IMAGE), 'utf8').trim()) ?? [];
    return id === undefined ? null : { id, hasChanges: dirty !== undefined };
  } catch {
    return null;
  }
}

function checkedOutCommit(folder: string): Commit | null {
  try {
    const [id = '', place] = git(folder, 'rev-parse', 'HEAD', '--show-prefix').split('\n');
    // A folder inside of another project's checkout, such as its node_modules, is not what that commit names.
    if (place !== '') return null;
    return { id, hasChanges: git(folder, 'status', '--porcelain', '--untracked-files=no') !== '' };
  } catch {
    return null;
  }
}

/**
 * What git prints. A hook of git hands on where *its* repository is: here the folder alone says so. It may be another user's,
 * as where a service is installed by root: git trusts it only where it is told to.
 */
function git(folder: string, ...args: readonly string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  return execFileSync('git', ['--no-optional-locks', '-c', `safe.directory=${folder}`, '-C', folder, ...args], {
    ...{ env, encoding: 'utf8', timeout: LIMIT_MS, stdio: ['ignore', 'pipe', 'ignore'] },
  });
}
