import { once } from 'node:events';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { it, onTestFinished } from 'vitest';
import { tlsServerFactory } from '../../../src/api/connections/tls-server.ts';
import { answerBrokenHttp } from '../../../src/api/problems/broken-http.ts';
import { hasOpenssl, makeSelfSigned } from '../../fixtures/self-signed.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

it.skipIf(!hasOpenssl).each([
  ['says nothing', Buffer.alloc(0)],
  ['stops within its first message', Buffer.from('160301020001', 'hex')],
])('closes a connection that %s before TLS is agreed, when headers would be due', async (_what, words) => {
  const limits = { requestTimeoutMs: 60_000, keepAliveTimeoutMs: 60_000, connectionTimeoutMs: 60_000 };
  const serverFactory = tlsServerFactory(makeSelfSigned(await temporaryFolder()), { ...limits, headersTimeoutMs: 200 });
  // As the application has it, which would answer what it cannot send.
  const app = Fastify({ serverFactory, clientErrorHandler: answerBrokenHttp });
  onTestFinished(() => app.close());
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), '127.0.0.1').resume();
  socket.on('error', () => {});
  socket.write(words);
  await once(socket, 'close');
});
