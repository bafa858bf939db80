/** So many tiles, or pictures of a fixed size, are one run of a model at most. */
export const LARGEST_TILE_BATCH = 64;
