const MOMENT = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** A moment in the time zone of whoever looks, as the console shows it everywhere. */
export function momentText(moment: string): string {
  return new Date(moment).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

/** A sentence of the service, whose moments are in UTC, with them as the console shows them. */
export function withMomentTexts(sentence: string): string {
  return sentence.replaceAll(MOMENT, (moment) => momentText(moment));
}

/** The time zone of whoever looks, e.g. `Pacific/Auckland`. */
export function timeZoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
