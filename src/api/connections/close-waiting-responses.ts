import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Closes the responses that wait for their turn when their connection goes. A client may send several requests before it
 * reads the first answer; when it leaves, Node closes the response whose turn it is and forgets those behind it, which
 * would keep what they hold until the process ends: a listener's place, a scan's thread, an open file.
 */
export function closeWaitingResponses({ server }: FastifyInstance): void {
  const queues = new WeakMap<Socket, Set<ServerResponse>>();
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    // One that has its socket is Node's to close.
    if (response.socket !== null) return;
    const queue = queues.get(socket) ?? new Set();
    if (!queues.has(socket)) {
      queues.set(socket, queue);
      // One listener for each connection, however many requests it carries.
      socket.once('close', () => closeAll(queue));
    }
    queue.add(response);
    response.once('close', () => queue.delete(response));
  });
}

function closeAll(queue: ReadonlySet<ServerResponse>): void {
  for (const response of queue) {
    if (response.socket !== null || response.writableFinished) continue;
    response.destroy();
    response.emit('close');
  }
}
