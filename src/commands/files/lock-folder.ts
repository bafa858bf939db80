import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorCode } from '../../domain/language/error-code.ts';
import { whenEnding } from '../command-line/when-ending.ts';
import { isAnotherProcess } from './is-another-process.ts';

const LOCK_FILE = 'written-by.pid';

/**
 * Keeps a folder for this process until it ends or calls the function that is given back. Fails with `conflict` while
 * another process that runs keeps it; what a process that was killed left behind holds up nobody.
 */
export function lockFolder(folder: string): Outcome<() => void> {
  const file = path.join(folder, LOCK_FILE);
  if (!claim(file)) {
    const pid = Number(readFileSync(file, 'utf8'));
    if (isAnotherProcess(pid)) {
      const message = `${folder} is written to by the process ${pid}: wait until it has ended, or end it. If that is another program, remove ${file}.`;
      return fail('conflict', message);
    }
    rmSync(file, { force: true });
    if (!claim(file)) return fail('conflict', `${folder} was just taken by another process: wait until it has ended.`);
  }
  const remove = () => rmSync(file, { force: true });
  const takeBack = whenEnding(remove);
  return succeed(() => {
    takeBack();
    remove();
  });
}

/** Writes the lock file, unless there is one; none is left where it cannot be written whole, as on a full disk. */
function claim(file: string): boolean {
  const opened = openUnlessThere(file);
  if (opened === null) return false;
  try {
    writeFileSync(opened, String(process.pid));
    return true;
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(opened);
  }
}

/** A new file, or null where there is one: that is another process's. */
function openUnlessThere(file: string): number | null {
  try {
    return openSync(file, 'wx');
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return null;
    throw error;
  }
}
