/** A shorter one keeps nobody out, and is part of ordinary names by chance: a tensor called "input" must keep its name. */
const SHORTEST_IN_NAMES = 8;

/** What a server says, without the token that it was asked with: it would stand in logs and answers. */
export function strikeOut(text: string, token: string | null): string {
  return token === null ? text : text.replaceAll(token, '…');
}

/** A name that a server gives, without the token: it would stand in manifests, too, and in requests to come. */
export function strikeOutOfName(name: string, token: string | null): string {
  return token === null || token.length < SHORTEST_IN_NAMES ? name : strikeOut(name, token);
}
