/**
 * A buffer's bytes as an array that may be moved to another thread: its memory is its own, neither shared nor a slice of
 * Node's pool (moving a slice would take its neighbours along).
 */
export function ownBytes(buffer: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer: memory, byteOffset, byteLength } = buffer;
  if (memory instanceof ArrayBuffer && memory.byteLength === byteLength) {
    return new Uint8Array(memory, byteOffset, byteLength);
  }
  return new Uint8Array(buffer);
}
