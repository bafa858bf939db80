/** Databases take a limited number of parameters in one statement: SQLite 32,766, PostgreSQL 65,535. */
const CHUNK = 500;

/** Parts a list so that each part fits into one statement. */
export function inChunks<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, i) => items.slice(i * CHUNK, (i + 1) * CHUNK));
}
