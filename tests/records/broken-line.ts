import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A line to a server that a test can cut and mend. */
export interface BrokenLine {
  readonly port: number;
  /** Ends every connection and takes no new one. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Listens on a free port and passes everything on to `target`, a port of this machine. */
export async function openLine(target: number): Promise<BrokenLine> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const far = connect(target, '127.0.0.1');
    for (const end of [socket, far]) {
      open.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        open.delete(end);
        socket.destroy();
        far.destroy();
      });
    }
    socket.pipe(far).pipe(socket);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The line has no port.');
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  onTestFinished(() => (server.listening ? cut() : undefined));
  return { port: address.port, cut, mend: () => listen(address.port) };
}
