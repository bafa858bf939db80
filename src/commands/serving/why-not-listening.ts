import type { Config } from '../../config/config.ts';
import { errorCode } from '../../domain/language/error-code.ts';
import { errorMessage } from '../../domain/language/error-message.ts';

/** Why the socket could not be opened, with its cure, in a sentence. */
export function whyNotListening(error: unknown, { host, port }: Config): string {
  const code = errorCode(error);
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use: stop what listens there, or choose another with SCANBENCH_PORT or --port.`;
  }
  if (code === 'EACCES') {
    return `This user may not listen on port ${port}: choose one from 1024 with SCANBENCH_PORT or --port.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `SCANBENCH_HOST is "${host}", which is no address of this machine: use 127.0.0.1 or one that it has.`;
  }
  return `Could not listen on ${host}, port ${port}: ${errorMessage(error)}`;
}
