import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Message {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Says what a receiver does with a message; `hang` never answers, `drip` never gets to the end of its headers. */
export type Behaviour = (message: Message, reply: ServerResponse) => number | 'hang' | 'break' | 'drip';

function drip(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => socket.write('x-more: x\r\n'), 20);
  socket.once('close', () => clearInterval(timer));
}

/** An HTTP server that takes events as it is told to; it goes when the test ends. */
export async function startReceiver(behave: Behaviour = () => 200) {
  const messages: Message[] = [];
  let behaviour = behave;
  const waiting: (() => void)[] = [];
  const server = createServer((request, reply) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      const message = { headers: request.headers, body };
      messages.push(message);
      const what = behaviour(message, reply);
      if (what === 'break') request.socket.destroy();
      else if (what === 'drip') drip(request.socket);
      else if (what !== 'hang') reply.writeHead(what).end('thank you');
      for (const wake of waiting.splice(0)) wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events`,
    messages,
    behave(next: Behaviour) {
      behaviour = next;
    },
    async until(count: number) {
      while (messages.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
