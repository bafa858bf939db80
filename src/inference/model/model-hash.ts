import { createHash } from 'node:crypto';
import type { Manifest } from './manifest.ts';

type Judging = Pick<Manifest, 'version' | 'runtime' | 'precision' | 'operatingPoints'> & Identity;
type Identity = Pick<Manifest, 'files' | 'remote' | 'input' | 'output'>;

/**
 * The hash that names a model: of its one file, or of all of them together, so that no part changes unseen. For several
 * files it is what `sha256sum FILE… | sha256sum` prints inside the folder, the files in the manifest's order.
 *
 * Nobody here sees the weights of a remote model. Its hash is of all that is known of it: where it is, what its server
 * said of itself and of it, and what goes in and comes out, as JSON with sorted keys. The server can change its weights
 * behind that, and the hash stays.
 */
export function modelHash({ files, remote, input, output }: Identity): string {
  if (remote !== undefined) {
    const { address, model, version, recorded } = remote;
    return sha256(sortedJson({ files, remote: { address, model, version, recorded }, input, output }));
  }
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) return only.sha256;
  return sha256(files.map(({ path, sha256: hash }) => `${hash}  ${path}\n`).join(''));
}

/**
 * The hash of all that makes one technology of a model: its weights, what they are shown, how their answer is read and which
 * thresholds decide. Two that agree in it answer alike; titles, cards and results may change behind it.
 */
export function technologyHash(manifest: Judging): string {
  const { version, runtime, precision, files, remote, input, output, operatingPoints } = manifest;
  return sha256(sortedJson({ version, runtime, precision, files, remote, input, output, operatingPoints }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function sortedJson(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
