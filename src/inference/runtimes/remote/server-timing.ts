/**
 * How long a server says that it worked on a request, in milliseconds: the entry `total` of `Server-Timing`, as Scanbench
 * writes it; null where it does not say so. Single stages are not added up: what lies between them would be missing.
 *
 * Source: https://www.w3.org/TR/server-timing/
 */
export function readServerTotalMs(header: string | readonly string[] | undefined): number | null {
  const entries = (typeof header === 'string' ? [header] : (header ?? [])).flatMap((line) => line.split(','));
  for (const entry of entries) {
    const [name, ...parameters] = entry.split(';').map((part) => part.trim());
    if (name?.toLowerCase() !== 'total') continue;
    const duration = parameters
      .find((parameter) => /^dur\s*=/i.test(parameter))
      ?.split('=')[1]
      ?.trim();
    if (duration !== undefined && /^\d+(\.\d+)?$/.test(duration)) return Number(duration);
  }
  return null;
}
