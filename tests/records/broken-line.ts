import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A line to a server that a test can cut and mend. */
export interface BrokenLine {
  readonly port: number;
  /** Ends every connection and takes no new one. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Leaves every connection as it is, and passes nothing on any more, also of those that come. */
  silence(): void;
  /** Passes on what was held back. */
  speak(): void;
}

/** Listens on a free port and passes everything on to `target`, a port of this machine. */
export async function openLine(target: number): Promise<BrokenLine> {
  const open = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  let isSilent = false;
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
    const pair = [socket, far] as const;
    pairs.add(pair);
    socket.on('close', () => pairs.delete(pair));
    if (!isSilent) join(pair);
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
  return {
    port: address.port,
    cut,
    mend: () => listen(address.port),
    silence() {
      isSilent = true;
      for (const [near, far] of pairs) near.unpipe(far) && far.unpipe(near);
    },
    speak() {
      isSilent = false;
      for (const pair of pairs) join(pair);
    },
  };
}

function join([near, far]: readonly [Socket, Socket]): void {
  near.pipe(far).pipe(near);
}
