/** Height and width of a map, in either layout; 0 where it has none. */
export function mapSize(dims: readonly number[]): { readonly height: number; readonly width: number } {
  const [height = 0, width = 0] = dims.length === 4 && dims[3] === 1 ? dims.slice(1, 3) : dims.slice(-2);
  return { height, width };
}
