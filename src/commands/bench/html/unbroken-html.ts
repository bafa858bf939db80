import { unbroken } from '../../../domain/language/unbroken.ts';

/** What somebody copies, and what only a browser reads, stays as it is; the rest are tags, and texts between them. */
const PIECE = /<(pre|code|style|title)\b[\s\S]*?<\/\1>|<[^>]*>|[^<]+/g;

/** The same page, of which no line ends between a number and its unit. */
export function unbrokenHtml(page: string): string {
  return page.replaceAll(PIECE, (piece) => (piece.startsWith('<') ? piece : unbroken(piece)));
}
