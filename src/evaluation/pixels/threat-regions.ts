/** A mask: row-major from the top left; a pixel that is not 0 belongs to a threat. */
export interface ThreatMask {
  readonly pixels: Uint8Array;
  readonly widthPx: number;
}

/** The connected regions of a mask, each as its pixels' places; pixels that touch at a corner are connected. */
export function threatRegions({ pixels, widthPx }: ThreatMask): readonly (readonly number[])[] {
  const seen = new Uint8Array(pixels.length);
  const regions: number[][] = [];
  for (let start = 0; start < pixels.length; start++) {
    if (pixels[start] === 0 || seen[start] === 1) continue;
    seen[start] = 1;
    const region = [start];
    // The region grows while it is walked, until its last pixel has no neighbour left to add.
    for (const place of region) {
      for (const neighbour of neighboursOf(place, widthPx)) {
        if ((pixels[neighbour] ?? 0) === 0 || seen[neighbour] === 1) continue;
        seen[neighbour] = 1;
        region.push(neighbour);
      }
    }
    regions.push(region);
  }
  return regions;
}

/** The eight places around one, less those beyond the left or right edge; a place above or below the picture holds nothing. */
function neighboursOf(place: number, widthPx: number): readonly number[] {
  const column = place % widthPx;
  const besides = [place - widthPx, place + widthPx];
  if (column > 0) besides.push(place - widthPx - 1, place - 1, place + widthPx - 1);
  if (column < widthPx - 1) besides.push(place - widthPx + 1, place + 1, place + widthPx + 1);
  return besides;
}
