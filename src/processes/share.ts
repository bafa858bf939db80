/** What one of several places gets of a whole number of things: as even as may be, the first ones rather more. */
export function shareOf(total: number, processes: number, slot: number): number {
  return Math.floor(total / processes) + (slot < total % processes ? 1 : 0);
}
