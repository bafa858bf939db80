import { readFileSync } from 'node:fs';

/** A start opens some 400 files at the same time, the modules of its program; 384 were too few, 512 enough. */
const FEWEST_OPEN_FILES = 512;

/** Why a process that may open so few files cannot start, or null: Node.js would say that some package is missing. */
export function whyTooFewFiles(limits: string | null = readLimits()): string | null {
  const limit = /^Max open files\s+(\d+)/m.exec(limits ?? '')?.[1];
  if (limit === undefined || Number(limit) >= FEWEST_OPEN_FILES) return null;
  return (
    `This process may have ${limit} files open, and needs ${FEWEST_OPEN_FILES} to start, and one more for each ` +
    'connection: raise the limit (ulimit -n, LimitNOFILE= of systemd, --ulimit nofile= of Docker).'
  );
}

/** What Linux says of this process; null elsewhere. Node.js has raised the limit as far as it may by then. */
function readLimits(): string | null {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return null;
  }
}
