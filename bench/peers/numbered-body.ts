/** How a server wants the bytes of a scan. */
export type BodyForm = 'bytes' | 'base64-tensor';

/** Bytes of the number that makes each scan another file; a multiple of three, so that base64 has no remainder before it. */
const NUMBER_BYTES = 9;

/**
 * Makes the body of the n-th scan: the same picture, and its number behind the end of the PNG, where decoders do not look. So
 * no server can know a file again, and Scanbench keeps every one of them.
 */
export function numberedBodies(png: Buffer, form: BodyForm): (n: number) => Buffer {
  const padded = Buffer.concat([png, Buffer.alloc((3 - (png.length % 3)) % 3)]);
  const numberOf = (n: number) => Buffer.from(n.toString().padStart(NUMBER_BYTES, '0'));
  if (form === 'bytes') return (n) => Buffer.concat([padded, numberOf(n)]);
  const [head = '', foot = ''] = JSON.stringify({
    inputs: [{ name: 'png', datatype: 'BYTES', shape: [1], parameters: { content_type: 'base64' }, data: ['@'] }],
  }).split('@');
  const start = Buffer.from(head + padded.toString('base64'));
  return (n) => Buffer.concat([start, Buffer.from(numberOf(n).toString('base64') + foot)]);
}
