import { isServed, unservedPlace } from './errors-html.ts';

/** `docs/errors.md` as the service gives it out: a link to a document that is not served says where that lies instead. */
export function errorsMarkdown(markdown: string): string {
  // What is code is matched as a whole, so that nothing in it passes for a link.
  return markdown.replace(/`[^`]+`|\[([^\]]+)\]\(([^)]+)\)/g, (whole, words?: string, target?: string) => {
    if (words === undefined || target === undefined || isServed(target)) return whole;
    return `${words} (\`${unservedPlace(target)}\`)`;
  });
}
