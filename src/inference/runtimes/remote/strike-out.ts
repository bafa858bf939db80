/** What a server says, without the token that it was asked with: it would stand in logs, answers and manifests. */
export function strikeOut(text: string, token: string | null): string {
  return token === null ? text : text.replaceAll(token, '…');
}
