import crypto, { type Hash } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// Loaded by `node --import` before the service: a thread that decodes a file with this text in it ends. The service has
// no such weakness known, and should not have a door for tests to make one.

const FATAL = Buffer.from('This file ends the thread that decodes it.');

if (!isMainThread) {
  const { createHash } = crypto;
  crypto.createHash = (algorithm, options): Hash => {
    const hash = createHash(algorithm, options);
    const update: (data: crypto.BinaryLike) => Hash = hash.update.bind(hash);
    const watched = (data: crypto.BinaryLike) => {
      if (typeof data !== 'string') {
        if (Buffer.from(data.buffer, data.byteOffset, data.byteLength).includes(FATAL)) process.exit(3);
      }
      return update(data);
    };
    return Object.assign(hash, { update: watched });
  };
  syncBuiltinESMExports();
}
