const PART = /^( *)<!-- part: (\w+) -->\n/gm;

/**
 * A page of the console: what it has in common with the others, put where it names the part. It does not lead to itself.
 *
 * @param address where the page is served, e.g. `/reports.html`
 * @param parts texts by name
 */
export function composePage(address: string, page: string, parts: Readonly<Record<string, string>>): string {
  return page.replace(PART, (_line, indent: string, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`${address} asks for the part "${name}", and there is none.`);
    const lines = part
      .split('\n')
      .filter((line) => line !== '' && !line.includes(`<a class="button" href="${address}"`));
    return lines.map((line) => `${indent}${line}\n`).join('');
  });
}
