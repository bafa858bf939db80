import { expect, it } from 'vitest';
import { whyNotTrusted } from '../../../src/domain/network/why-not-trusted.ts';

it.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NODE_EXTRA_CA_CERTS'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'address it by a name in its certificate'],
  ['CERT_HAS_EXPIRED', 'renew it there'],
  ['CERT_NOT_YET_VALID', 'set the clock of this machine'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'let it do without'],
])('names of %s the cure that helps', (code, cure) => {
  expect(whyNotTrusted(code)).toContain(`(${code})`);
  expect(whyNotTrusted(code)).toContain(cure);
});

it('says nothing of what is no matter of certificates', () => {
  expect(whyNotTrusted('ECONNREFUSED')).toBeNull();
});
