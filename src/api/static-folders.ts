import { existsSync, readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { shipped } from '../installation.ts';

/** A part of the addresses whose files are served as they are; named as the plugin names it. */
interface StaticFolder {
  readonly prefix: string;
  /** Looked through in this order. */
  readonly root: string[];
  /** By the path under the prefix, with the slash in front. */
  readonly allowedPath: (path: string) => boolean;
}

/** The files of a sample set. The plugin's own table knows no JSON lines. */
export const SAMPLE_TYPES: ReadonlyMap<string, string> = new Map([
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.jsonl', 'application/jsonl; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.md', 'text/markdown; charset=utf-8'],
]);

export const CONSOLE_FILES: StaticFolder = {
  prefix: '/',
  root: [shipped('dist', 'src', 'console'), shipped('src', 'console')],
  allowedPath: (path) => path === '/' || /(\.(html|js|css|svg)|^\/?errors\.md)$/.test(path),
};

/** What the console imports from the domain. */
export const DOMAIN_FILES: StaticFolder = {
  prefix: '/domain/',
  root: [shipped('dist', 'src', 'domain')],
  allowedPath: (path) => path.endsWith('.js'),
};

/** The shipped samples, for the console. */
export const SAMPLE_FILES: StaticFolder = {
  prefix: '/samples/',
  root: [shipped('samples')],
  allowedPath: (path) => SAMPLE_TYPES.has(extname(path)),
};

/** The addresses of the files that are there now, and that of the console. */
export function staticAddresses(): ReadonlySet<string> {
  return new Set(['/', ...[CONSOLE_FILES, DOMAIN_FILES, SAMPLE_FILES].flatMap(addressesIn)]);
}

function addressesIn({ prefix, root, allowedPath }: StaticFolder): readonly string[] {
  return root
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    .filter((path) => allowedPath(`/${path}`))
    .map((path) => `${prefix}${path}`);
}
