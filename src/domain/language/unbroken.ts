/** The space between a number and its unit. */
const BEFORE_A_UNIT = /(?<=\d) (?=%|(?:ms|s|min|h|kg|px|mm|bit|kB|MB|GB|KiB|MiB|GiB|J|W)(?![\p{L}\d]))/gu;

/** The same text, of which no line ends between a number and its unit. */
export function unbroken(text: string): string {
  return text.replaceAll(BEFORE_A_UNIT, '\u00a0');
}
