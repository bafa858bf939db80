import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * A module of this folder that a thread or a process runs, by its compiled path, e.g. `threads/screening-worker.js`. Threads run
 * compiled code: where this file is loaded as TypeScript, as the tests do, it lies under `dist`. Throws where the project
 * was not built.
 */
export function compiledEntry(file: string): URL {
  const isCompiled = import.meta.url.endsWith('.js');
  const entry = new URL(isCompiled ? file : `../../dist/src/workers/${file}`, import.meta.url);
  if (!existsSync(entry)) throw new Error(`${fileURLToPath(entry)} is missing: run "npm run build" first.`);
  return entry;
}
