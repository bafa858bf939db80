/**
 * What is wrong with a code in which a character only looks like one of its own, such as the Cyrillic С (U+0421), or like
 * nothing at all: a sentence to be put behind that it is of a wrong form. Null where all characters are of ASCII.
 */
export function foreignCharacterIn(text: string, own: string): string | null {
  const [found] = /\P{ASCII}/u.exec(text) ?? [];
  if (found === undefined) return null;
  const codePoint = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `its character U+${codePoint} is none of ${own}, whatever it looks like: type it anew`;
}
