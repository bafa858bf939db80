/**
 * A picture that sharp wrote, copied so that it may be moved to another thread: since Node 22 memory that a library made
 * cannot be, and the thread that tries ends.
 */
export function movableBytes(picture: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(picture);
}
