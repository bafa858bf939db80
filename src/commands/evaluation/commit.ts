import { execFileSync } from 'node:child_process';
import { shipped } from '../../installation.ts';

/** What was checked out, and whether files of it were changed since. */
export interface Commit {
  readonly id: string;
  readonly hasChanges: boolean;
}

const LIMIT_MS = 5_000;

/** The commit that a folder is a checkout of: null where it is none, as in an image, or where there is no git. */
export function checkedOutCommit(folder = shipped()): Commit | null {
  try {
    const [id = '', place] = git(folder, 'rev-parse', 'HEAD', '--show-prefix').split('\n');
    // A folder inside of another project's checkout, such as its node_modules, is not what that commit names.
    if (place !== '') return null;
    return { id, hasChanges: git(folder, 'status', '--porcelain', '--untracked-files=no') !== '' };
  } catch {
    return null;
  }
}

/** What git prints. A hook of git hands on where *its* repository is: here the folder alone says so. */
function git(folder: string, ...args: readonly string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  return execFileSync('git', ['--no-optional-locks', '-C', folder, ...args], {
    ...{ env, encoding: 'utf8', timeout: LIMIT_MS, stdio: ['ignore', 'pipe', 'ignore'] },
  });
}
