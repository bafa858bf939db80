/**
 * Why a connection over TLS did not come about for the sake of a certificate, and what helps, as the end of a sentence that
 * begins with the server; null where a code of Node or OpenSSL says nothing of certificates. Not every cure is a CA: no file
 * of one makes a certificate younger, or names another host.
 */
export function whyNotTrusted(code: string): string | null {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `has a certificate for other names than this one (${code}); address it by a name in its certificate`;
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return `has a certificate that is not valid at this time (${code}); renew it there, or set the clock of this machine right`;
  }
  if (code.endsWith('CERTIFICATE_REQUIRED')) {
    return `wants a certificate of whom it answers (${code}), and Scanbench has none to show; let it do without`;
  }
  if (!/CERT|SIGNATURE|SELF_SIGNED/.test(code)) return null;
  return `has a certificate that is not trusted (${code}); name the file of its CA in NODE_EXTRA_CA_CERTS`;
}
