import type { Server } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import type { TlsFiles } from '../../config/listening.ts';
import type { TlsCredentials } from '../../domain/network/tls-credentials.ts';
import type { PrimaryLink } from '../../processes/primary-link.ts';
import { warnDaily, watchTlsFiles } from './tls-files.ts';

/** A certificate that is served, and the files that it was read from. */
interface KeptCertificate {
  readonly server: Server;
  readonly files: TlsFiles;
  readonly inUse: TlsCredentials;
  readonly link: Pick<PrimaryLink, 'noteTls'>;
  readonly logger: FastifyBaseLogger;
  /** Whether this process says what came of it, and once a day what clients refuse, or soon will. */
  readonly tells: boolean;
}

/** Keeps the certificate fresh that is served: takes its files into use whenever they were renewed. */
export function keepCertificate({ server, files, inUse, link, logger, tells }: KeptCertificate): void {
  let served = inUse;
  watchTlsFiles(server, files, served, (renewed) => {
    if (renewed.ok) {
      served = renewed.credentials;
      link.noteTls(served);
    }
    if (!tells) return;
    if (!renewed.ok) return logger.error(renewed.message);
    logger.info('the certificate was renewed');
    if (renewed.warning !== null) logger.warn(renewed.warning);
  });
  if (tells)
    warnDaily(
      () => served,
      files,
      (warning) => logger.warn(warning),
    );
}
