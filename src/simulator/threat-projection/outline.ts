/** A smaller piece than this share of the largest, or than so many pixels, is dirt or noise. */
const LEAST_PIECE = 0.002;
const LEAST_PIECE_PX = 6;

/** All pixels (1) within so many columns and rows of a marked one. */
export function grow(marked: Uint8Array, widthPx: number, heightPx: number, reachPx: number): Uint8Array {
  const grown = new Uint8Array(marked.length);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (marked[y * widthPx + x] !== 1) continue;
      const [left, right] = [Math.max(0, x - reachPx), Math.min(widthPx - 1, x + reachPx)];
      for (let row = Math.max(0, y - reachPx); row <= Math.min(heightPx - 1, y + reachPx); row++) {
        grown.fill(1, row * widthPx + left, row * widthPx + right + 1);
      }
    }
  }
  return grown;
}

/** The marked pixels (1) without connected pieces (eight neighbours) that are small beside the largest. */
export function keepLargePieces(marked: Uint8Array, widthPx: number, heightPx: number): Uint8Array {
  const kept = new Uint8Array(marked.length);
  const pieces = piecesOf(marked, widthPx, heightPx);
  const largest = pieces.reduce((most, piece) => Math.max(most, piece.length), 0);
  for (const piece of pieces) {
    if (piece.length < Math.max(LEAST_PIECE_PX, largest * LEAST_PIECE)) continue;
    for (const pixel of piece) kept[pixel] = 1;
  }
  return kept;
}

function piecesOf(marked: Uint8Array, widthPx: number, heightPx: number): readonly (readonly number[])[] {
  const seen = new Uint8Array(marked.length);
  const pieces: number[][] = [];
  for (let start = 0; start < marked.length; start++) {
    if (marked[start] !== 1 || seen[start] === 1) continue;
    const piece = [start];
    seen[start] = 1;
    for (let next = 0; next < piece.length; next++) {
      const here = piece[next] ?? start;
      const [x, y] = [here % widthPx, Math.floor(here / widthPx)];
      for (let row = Math.max(0, y - 1); row <= Math.min(heightPx - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(widthPx - 1, x + 1); column++) {
          const neighbour = row * widthPx + column;
          if (marked[neighbour] !== 1 || seen[neighbour] === 1) continue;
          seen[neighbour] = 1;
          piece.push(neighbour);
        }
      }
    }
    pieces.push(piece);
  }
  return pieces;
}
