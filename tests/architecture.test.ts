import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** Which rooms of `src` each room may import from; a room may always import from itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  formats: ['domain'],
  evaluation: ['domain'],
  performance: ['domain', 'evaluation'],
  simulator: ['domain'],
  records: ['domain'],
  inference: ['domain', 'formats'],
  workers: ['domain', 'inference'],
  config: ['domain'],
  api: ['domain', 'config', 'workers', 'records', 'evaluation'],
  webhooks: ['domain', 'records'],
  processes: ['domain'],
  console: ['domain'],
  pages: [],
};

/** The one file that may import each of these packages. */
const HOME_OF_VENDOR: Readonly<Record<string, string>> = {
  '@tensorflow/tfjs-backend-wasm': 'src/inference/runtimes/tfjs.ts',
  '@tensorflow/tfjs-converter': 'src/inference/runtimes/tfjs.ts',
  '@tensorflow/tfjs-core': 'src/inference/runtimes/tfjs.ts',
  'better-sqlite3': 'src/records/sqlite.ts',
  'csv-parse/sync': 'src/api/inspections/read-csv.ts',
  'onnxruntime-node': 'src/inference/runtimes/onnx.ts',
  pg: 'src/records/postgres.ts',
  piscina: 'src/workers/thread-pool.ts',
  'prom-client': 'src/api/metrics/registry.ts',
  sharp: 'src/formats/sharp.ts',
  'tar-stream': 'src/commands/archive/tar.ts',
};

interface Import {
  readonly file: string;
  readonly target: string;
}

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src', file));
const imports = files.flatMap(readImports);

describe('the house', () => {
  it('has files and imports to look at', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('lets each room import only from the rooms below it', () => {
    const wrong = imports.filter(({ file, target }) => {
      const from = roomOf(file);
      const to = roomOf(target);
      const allowed = from === null ? undefined : MAY_IMPORT[from];
      return allowed !== undefined && to !== null && to !== from && !allowed.includes(to);
    });
    expect(wrong).toEqual([]);
  });

  it('imports each vendor in one file', () => {
    const wrong = imports.filter(({ file, target }) => (HOME_OF_VENDOR[target] ?? file) !== file);
    expect(wrong).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(findCircle()).toBeNull();
  });

  it('reads the environment at the rim only', () => {
    const readers = files.filter((file) => /\bprocess\.env\b/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(readers.every((file) => file === 'src/main.ts' || file.startsWith('src/commands/'))).toBe(true);
  });
});

function readImports(file: string): readonly Import[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  return [...source.matchAll(/(?:from\s+|import\s+|import\()'([^']+)'/g)].map(([, specifier = '']) => ({
    file,
    target: specifier.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), specifier)) : specifier,
  }));
}

function roomOf(file: string): string | null {
  const [root, room = '', inside] = file.split('/');
  return root === 'src' && inside !== undefined ? room : null;
}

/** The first circle found, as the files along it, or null. */
function findCircle(): readonly string[] | null {
  const targets = new Map<string, string[]>();
  for (const { file, target } of imports) targets.set(file, [...(targets.get(file) ?? []), target]);
  const finished = new Set<string>();
  const walk = (file: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return null;
    for (const target of targets.get(file) ?? []) {
      const circle = walk(target, [...path, file]);
      if (circle !== null) return circle;
    }
    finished.add(file);
    return null;
  };
  for (const file of files) {
    const circle = walk(file, []);
    if (circle !== null) return circle;
  }
  return null;
}
