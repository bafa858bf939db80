/** How much an `Accept` header wants a media type that it names, 0 (not at all) … 1; wildcards name none. */
export function acceptWeight(accept: string | undefined, mediaType: string): number {
  const ranges = (accept ?? '').split(',').map(readRange);
  return Math.max(0, ...ranges.filter((range) => range.mediaType === mediaType).map(({ weight }) => weight));
}

function readRange(range: string): { readonly mediaType: string; readonly weight: number } {
  const [mediaType = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return { mediaType, weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
}
