import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const BYTE_INTERVAL_MS = 1_000;
const ANNOUNCED_BYTES = 1_000_000;

/** Opens so many connections that each post a scan at a byte a second, until `end` closes what is left of them. */
export async function startTrickling(url: string, connections: number): Promise<{ end(): void }> {
  const { hostname, port } = new URL(url);
  const head = `POST /v1/scans HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: image/png\r\nContent-Length: ${ANNOUNCED_BYTES}\r\n\r\n`;
  const sockets: Socket[] = [];
  for (let opened = 0; opened < connections; opened++) {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    // The service may cut it, and the answer to it is of no interest.
    socket.on('error', () => {}).resume();
    socket.write(head);
    sockets.push(socket);
  }
  const timer = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('.');
  }, BYTE_INTERVAL_MS);
  return {
    end() {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}
