import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The module that screening threads run. Threads run compiled code: where this file is loaded as TypeScript, as the
 * tests do, it lies under `dist`. Throws where the project was not built.
 */
export function threadEntry(): URL {
  const isCompiled = import.meta.url.endsWith('.js');
  const entry = new URL(
    isCompiled ? './screening-worker.js' : '../../dist/src/workers/screening-worker.js',
    import.meta.url,
  );
  if (!existsSync(entry)) throw new Error(`${fileURLToPath(entry)} is missing: run "npm run build" first.`);
  return entry;
}
