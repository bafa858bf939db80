/** What a server wrote, without what a terminal or a log would obey. */
export function fitToPrint(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ');
}
