import { element } from '../element.ts';

/** Hands a file to the browser to be saved: a link alone could not carry the key. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  element('a', { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}
