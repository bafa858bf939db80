/** The finaliser of MurmurHash3 (Appleby, public domain): 32 bits that differ in one come out as 32 that share nothing. */
export function stirBits(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
