import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key as its owner sends it, `sbk_<id>_<secret>`: the prefix lets scanners of source code find one that leaked. */
const KEY = /^sbk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;
const ID_BYTES = 8;
const SECRET_BYTES = 32;

export interface KeyParts {
  /** Tells which key it is; no secret. */
  readonly id: string;
  /** 256 random bits in base64url. */
  readonly secret: string;
}

/** A new key, drawn from the system's generator for secrets. */
export function makeKeyParts(): KeyParts {
  return {
    id: randomBytes(ID_BYTES).toString('hex'),
    secret: randomBytes(SECRET_BYTES).toString('base64url'),
  };
}

/** As its owner sends it, and `readKey` reads it. */
export function writeKey({ id, secret }: KeyParts): string {
  return `sbk_${id}_${secret}`;
}

/** Null where the text is no key. */
export function readKey(text: string): KeyParts | null {
  const [, id, secret] = KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/**
 * What is kept of a secret. One fast hash is enough: slow ones make up for passwords that can be guessed, and nobody
 * guesses 256 random bits, however fast.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Takes as long for a wrong secret as for the right one. */
export function isSecretOf(secret: string, secretSha256: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(secretSha256, 'hex'));
}
