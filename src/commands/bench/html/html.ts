/** Text that is HTML already; everything else is escaped where it is put into HTML. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in HTML; null leaves nothing. */
export type Content = Html | string | number | null | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** They turn the direction of all text that follows, the page's own words included. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** HTML from a template: what is filled in is escaped unless it came from this function. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(strings.map((part, place) => part + (place < values.length ? textOf(values[place]) : '')).join(''));
}

function textOf(content: Content | undefined): string {
  if (content === null || content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return String(content)
    .replaceAll(TURNING, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
