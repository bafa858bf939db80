import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** Requests whose senders keep the body until they are told to go on. */
const waiting = new WeakSet<IncomingMessage>();

/**
 * Tells a sender that asked (`Expect: 100-continue`, as curl does for a megabyte and more) to go on when its body is read
 * and not before, so that whoever is refused sends none. Node would tell it at once.
 */
export function continueWhenRead({ server }: FastifyInstance): void {
  server.on('checkContinue', (request, response) => {
    waiting.add(request);
    request.once('resume', () => {
      if (waiting.delete(request)) response.writeContinue();
    });
    server.emit('request', request, response);
  });
}

/** The answer comes before the body: its sender is not told to go on any more. */
export function answerInstead(request: IncomingMessage): void {
  waiting.delete(request);
}
