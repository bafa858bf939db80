/** A buffer's bytes in memory of their own, neither shared nor a slice of Node's pool: words may be read from its start. */
export function ownMemory(buffer: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer: memory, byteOffset, byteLength } = buffer;
  if (memory instanceof ArrayBuffer && memory.byteLength === byteLength) {
    return new Uint8Array(memory, byteOffset, byteLength);
  }
  return new Uint8Array(buffer);
}
