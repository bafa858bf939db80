/** Text that somebody else chose, as it stands in a line or a cell of Markdown: no table ends at it, and nothing becomes HTML or a link. */
export function markdownText(text: string): string {
  const line = text.replaceAll(/\s*[\r\n]\s*/g, ' ').replaceAll(/[\\|<`]/g, String.raw`\$&`);
  return line.replaceAll('](', String.raw`]\(`);
}

/** The same as code; where backticks are in it, between two. */
export function markdownCode(text: string): string {
  const line = text.replaceAll(/\s*[\r\n]\s*/g, ' ');
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}
