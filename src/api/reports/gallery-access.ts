import type { Requester } from '../../domain/service/requester.ts';

export const NO_GALLERY =
  'A gallery shows scans of sample sets, which have no port: it takes a key of all ports that has the scope scan:read, too. Leave gallery out, or use such a key.';

/** Sample sets have no port: who sees scans of them must be one who may see those of all ports. */
export function mayOpenGalleries({ port, scopes }: Requester): boolean {
  return port === null && scopes.includes('scan:read');
}
