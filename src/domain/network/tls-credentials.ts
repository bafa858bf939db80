/** What a server shows of itself, and the secret behind it, both as PEM. */
export interface TlsCredentials {
  readonly cert: string;
  readonly key: string;
}
