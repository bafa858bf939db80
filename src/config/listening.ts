import { Type } from 'typebox';
import type { ValuesOf } from './variables.ts';

export const LISTENING_VARIABLES = {
  SCANBENCH_HOST: Type.String({
    minLength: 1,
    default: '127.0.0.1',
    description: 'an address or host name to listen on',
  }),
  SCANBENCH_PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 8080,
    description: 'a port from 0 to 65535 (0 picks a free one)',
  }),
  SCANBENCH_TLS_CERT_FILE: Type.Optional(
    Type.String({ minLength: 1, description: 'a PEM file with the certificate and those that signed it' }),
  ),
  SCANBENCH_TLS_KEY_FILE: Type.Optional(
    Type.String({ minLength: 1, description: 'a PEM file with the private key of the certificate' }),
  ),
};

/** Two PEM files. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** Where the service is reached. */
export interface ListeningSettings {
  readonly host: string;
  readonly port: number;
  /** Undefined: HTTP without TLS. */
  readonly tls?: TlsFiles;
}

export function listeningSettingsFrom(values: ValuesOf<typeof LISTENING_VARIABLES>): ListeningSettings {
  const { SCANBENCH_TLS_CERT_FILE: certFile, SCANBENCH_TLS_KEY_FILE: keyFile } = values;
  return {
    host: values.SCANBENCH_HOST,
    port: values.SCANBENCH_PORT,
    ...(certFile !== undefined && keyFile !== undefined && { tls: { certFile, keyFile } }),
  };
}

/** One file of TLS without the other would be plain HTTP where TLS was meant. */
export function whyTlsIsIncomplete(values: ValuesOf<typeof LISTENING_VARIABLES>): string | null {
  const { SCANBENCH_TLS_CERT_FILE: certFile, SCANBENCH_TLS_KEY_FILE: keyFile } = values;
  if ((certFile === undefined) === (keyFile === undefined)) return null;
  return 'TLS takes two files: set both SCANBENCH_TLS_CERT_FILE and SCANBENCH_TLS_KEY_FILE, or neither.';
}
