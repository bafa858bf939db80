import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawSender {
  readonly socket: Socket;
  /** All that has come back. */
  answer(): string;
}

/** Connects and sends the head of a scan of so many bytes, and of it what is given; the rest is the caller's. */
export async function beginScan(
  url: string,
  bytes: Uint8Array,
  { length = bytes.length, path = '/v1/scans', reads = true } = {},
): Promise<RawSender> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let answer = '';
  // A service that ends or refuses may reset the connection; what was read before that is what counts.
  socket.on('error', () => {});
  if (reads) socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
  else socket.pause();
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: ${length}\r\n\r\n`,
  );
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  return { socket, answer: () => answer };
}
