import { readFileSync } from 'node:fs';

/** A start opens some 400 files at the same time, the modules of its program; 384 were too few, 512 enough. */
const FEWEST_OPEN_FILES = 512;

/** A process that serves has some 100 open by itself, and a few more for each scan that it puts on record. */
const LEFT_TO_SCANS = 192;

/** Why a process that may open so few files cannot start, or null: Node.js would say that some package is missing. */
export function whyTooFewFiles(limits: string | null = readLimits()): string | null {
  const limit = openFiles(limits);
  if (limit >= FEWEST_OPEN_FILES) return null;
  return (
    `This process may have ${limit} files open, and needs ${FEWEST_OPEN_FILES} to start, a service one more for ` +
    'each connection: raise the limit (ulimit -n, LimitNOFILE= of systemd, --ulimit nofile= of Docker).'
  );
}

/**
 * How many connections a process may have open and still open what its scans need: a quarter of its files is left to
 * records, pictures, models and the servers that it asks.
 */
export function mostConnections(limits: string | null = readLimits()): number {
  const limit = openFiles(limits);
  return Math.min(limit - LEFT_TO_SCANS, 0.75 * limit);
}

function openFiles(limits: string | null): number {
  return Number(/^Max open files\s+(\d+)/m.exec(limits ?? '')?.[1] ?? Number.POSITIVE_INFINITY);
}

/** What Linux says of this process; null elsewhere. Node.js has raised the limit as far as it may by then. */
function readLimits(): string | null {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return null;
  }
}
