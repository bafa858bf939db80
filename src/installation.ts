import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Scanbench is installed: the nearest folder above this file with a `package.json`, compiled or not. */
const ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Absolute path of something that ships with Scanbench, e.g. `shipped('models')`. */
export function shipped(...segments: readonly string[]): string {
  return join(ROOT, ...segments);
}

/** The version in `package.json`. */
export function installedVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(shipped('package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0';
}

/** The version of an installed package, e.g. `onnxruntime-node`. */
export function packageVersion(name: string): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL(import.meta.resolve(`${name}/package.json`)), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('Scanbench is not installed: there is no package.json above this file.');
  return findRoot(parent);
}
