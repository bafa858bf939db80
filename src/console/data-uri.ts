/**
 * The bytes of a base64 data URI, or null where it is none. The page's content security policy lets scripts fetch from
 * the service only, and a data URI is not the service.
 */
export function bytesOfDataUri(uri: string): Uint8Array<ArrayBuffer> | null {
  const match = /^data:[^,]*;base64,/.exec(uri);
  if (match === null) return null;
  const text = atob(uri.slice(match[0].length));
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
