import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** The one file, or the one folder, that may import each of these packages. */
const HOME_OF_VENDOR: Readonly<Record<string, string>> = {
  '@fastify/ajv-compiler': 'src/api/problems/validators.ts',
  '@fastify/static': 'src/api/static-files.ts',
  '@fastify/swagger': 'src/api/documentation.ts',
  '@fastify/swagger-ui': 'src/api/documentation.ts',
  '@tensorflow/tfjs-backend-wasm': 'src/inference/runtimes/tfjs.ts',
  '@tensorflow/tfjs-converter': 'src/inference/runtimes/tfjs.ts',
  '@tensorflow/tfjs-core': 'src/inference/runtimes/tfjs.ts',
  autocannon: 'bench/drive.ts',
  'better-sqlite3': 'src/records/sqlite/sqlite.ts',
  'cli-progress': 'src/commands/command-line/progress.ts',
  'close-with-grace': 'src/commands/serving/drain-on-end.ts',
  'csv-parse/sync': 'src/api/inspections/read-csv.ts',
  'onnxruntime-node': 'src/inference/runtimes/onnx.ts',
  pg: 'src/records/postgres.ts',
  pino: 'src/api/request-log.ts',
  piscina: 'src/workers/threads/thread-pool.ts',
  'prom-client': 'src/api/metrics/registry.ts',
  protobufjs: 'models/graph/onnx-messages.ts',
  sharp: 'src/formats/sharp.ts',
  'string-width': 'src/commands/command-line/text-table.ts',
  'tar-stream': 'src/commands/archive/tar.ts',
};

/** In the service, only these folders know these packages; benchmarks and tests may look at them, too. */
const ROOM_OF_VENDOR: Readonly<Record<string, RegExp>> = {
  commander: /^src\/(?:commands\/|cli\.ts$)/,
  fastify: /^src\/(?:api|commands\/serving)\//,
  kysely: /^src\/records\//,
  uuid: /^src\/records\/new-id\.ts$/,
};

/** They start threads that read no picture. Others load sharp first: see there. */
const THREADS_WITHOUT_PICTURES = [
  'src/commands/models/staging-entry.ts',
  'src/commands/own-process/watch-this-process.ts',
  'src/commands/synth/thread-crew.ts',
  'src/question-thread.ts',
  'src/workers/device/start-device.ts',
];

interface Import {
  readonly file: string;
  readonly target: string;
}

const rooms = readRooms();
const files = ['src', 'bench', 'dashboards', 'models'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
);
const imports = files.flatMap(readImports);

/** Sets one variable for a library and reads none. */
const WRITES_ENVIRONMENT = 'src/inference/runtimes/no-telemetry.ts';

describe('the house', () => {
  it('has rooms, files and imports to look at', () => {
    expect(rooms.size).toBeGreaterThan(15);
    expect(rooms.get('src/domain')).toEqual([]);
    expect(rooms.get('src/formats')).toEqual(['src/domain']);
    expect(files.length).toBeGreaterThan(500);
    expect(imports.length).toBeGreaterThan(1000);
  });

  it('has a row for each folder, and none for what is gone', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => `src/${name}`).filter((folder) => !rooms.has(folder))).toEqual([]);
    const gone = [...rooms.keys()].filter((room) => !room.includes('<') && !isThere(room));
    expect(gone).toEqual([]);
  });

  it('is where the docs say', () => {
    const docs = [
      'README.md',
      'CONTRIBUTING.md',
      ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.md'))
        .map((name) => join('docs', name)),
    ];
    const named = docs.flatMap((doc) =>
      [
        ...readFileSync(join(ROOT, doc), 'utf8').matchAll(/`((?:src|bench|models|dashboards|tests|docs)\/[\w./-]+)`/g),
      ].map(([, place = '']) => ({ doc, place })),
    );
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(({ place }) => !isThere(place))).toEqual([]);
  });

  it('lets each room import only from those that the table of docs/architecture.md names', () => {
    const ours = new Set(files);
    const wrong = imports.filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      return ours.has(target) && from !== null && to !== from && !(rooms.get(from) ?? []).includes(to ?? '');
    });
    expect(wrong).toEqual([]);
  });

  it('has no leave to import in that table that nobody takes', () => {
    const taken = new Set(imports.map(({ file, target }) => `${roomOf(file)} ${roomOf(target)}`));
    const unused = [...rooms]
      .flatMap(([room, may]) => may.map((other) => `${room} ${other}`))
      .filter((leave) => !taken.has(leave));
    expect(unused.filter((leave) => !leave.startsWith('src/commands '))).toEqual([]);
  });

  it('loads sharp before it starts threads that read pictures', () => {
    const starters = files.filter((file) => /new (?:Worker|Piscina)\(/.test(readFileSync(join(ROOT, file), 'utf8')));
    const loading = new Set(imports.filter(({ target }) => target === 'src/formats/sharp.ts').map(({ file }) => file));
    expect(starters.length).toBeGreaterThan(THREADS_WITHOUT_PICTURES.length);
    expect(starters.filter((file) => !loading.has(file)).sort()).toEqual(THREADS_WITHOUT_PICTURES);
  });

  it('has nothing but commands at the first level of src/commands', () => {
    const commands = files.filter((file) => dirname(file) === 'src/commands');
    expect(commands.length).toBeGreaterThan(10);
    expect(
      commands.filter((file) => !/^export function \w+Command\(/m.test(readFileSync(join(ROOT, file), 'utf8'))),
    ).toEqual([]);
  });

  it('has rooms that can be looked over: 40 files at most', () => {
    const inFolder = new Map<string, number>();
    for (const file of files) inFolder.set(dirname(file), (inFolder.get(dirname(file)) ?? 0) + 1);
    const crowded = [...inFolder].filter(([, count]) => count > 40);
    expect(crowded).toEqual([]);
  });

  it('imports each vendor in one file', () => {
    const wrong = imports.filter(({ file, target }) => (HOME_OF_VENDOR[target] ?? file) !== file);
    expect(wrong).toEqual([]);
  });

  it('keeps the vendors that shape a room in it', () => {
    const wrong = imports.filter(
      ({ file, target }) => file.startsWith('src/') && ROOM_OF_VENDOR[target]?.test(file) === false,
    );
    expect(wrong).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(findCircle(imports)).toBeNull();
  });

  it('has no circle of folders that lie beside each other, each with all that is in it', () => {
    const arrows = imports.flatMap((arrow) => arrowOfFolders(arrow) ?? []);
    expect(arrows.length).toBeGreaterThan(1000);
    expect(findCircle(arrows)).toBeNull();
  });

  it('reads the environment at the rim only', () => {
    const readers = files.filter(
      (file) =>
        file.startsWith('src/') &&
        file !== WRITES_ENVIRONMENT &&
        /\bprocess\.env\b/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(readers.every((file) => file === 'src/main.ts' || file.startsWith('src/commands/'))).toBe(true);
  });
});

/** By room, those that it may import from beside itself, as the table of rooms in docs/architecture.md has it. */
function readRooms(): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `([^`]+)` \| .* \| ([^|]+) \|$/gm)].map(([, room = '', cell = '']) => ({
    room,
    words: [...cell.replace(/`[^`]*`/g, '').matchAll(/[\w/-]+/g)].map(([word]) => word),
  }));
  const names = rows.map(({ room }) => room);
  return new Map(
    rows.map(({ room, words }) => [
      room,
      words.includes('all') ? names : names.filter((name) => words.includes(name.replace(/^src\//, ''))),
    ]),
  );
}

function readImports(file: string): readonly Import[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  return [...source.matchAll(/(?:from\s+|import\s+|import\()'([^']+)'/g)].map(([, specifier = '']) => ({
    file,
    target: specifier.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), specifier)) : specifier,
  }));
}

/** The row that a file belongs to; null for the entries, which lie in no room. */
function roomOf(file: string): string | null {
  const [root = '', name = '', inside] = file.split('/');
  const own = `${root}/${name.replace(/\.ts$/, '')}`;
  if (rooms.has(own)) return own;
  if (rooms.has(root)) return root;
  return root === 'models' && inside !== undefined ? 'models/<id>' : null;
}

function isThere(room: string): boolean {
  return existsSync(join(ROOT, room)) || existsSync(join(ROOT, `${room}.ts`));
}

/** The two folders beside each other that an import goes between; null where one of the two files lies beside the other's folder. */
function arrowOfFolders({ file, target }: Import): Import | null {
  const [from, to] = [file.split('/'), target.split('/')];
  const shared = from.findIndex((name, depth) => name !== to[depth]);
  if (shared === from.length - 1 || shared >= to.length - 1) return null;
  const folder = (path: readonly string[]) => path.slice(0, shared + 1).join('/');
  return { file: folder(from), target: folder(to) };
}

/** The first circle found, as what lies along it, or null. */
function findCircle(arrows: readonly Import[]): readonly string[] | null {
  const targets = new Map<string, string[]>();
  for (const { file, target } of arrows) targets.set(file, [...(targets.get(file) ?? []), target]);
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
  for (const file of targets.keys()) {
    const circle = walk(file, []);
    if (circle !== null) return circle;
  }
  return null;
}
