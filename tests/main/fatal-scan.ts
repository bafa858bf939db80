import { readFileSync } from 'node:fs';
import { shipped } from '../../src/installation.ts';
import { pngChunk } from '../formats/plain-png.ts';
import { SAMPLE } from './built-service.ts';

export const SCAN = new Uint8Array(readFileSync(SAMPLE));

const HEADER_BYTES = 33;

/** The same scan, which ends the thread that decodes it where the service runs with `END_IN_DECODE`. */
export const FATAL_SCAN = new Uint8Array(
  Buffer.concat([
    SCAN.subarray(0, HEADER_BYTES),
    pngChunk('tEXt', Buffer.from('Comment\0This file ends the thread that decodes it.')),
    SCAN.subarray(HEADER_BYTES),
  ]),
);

/** Settings of a service that has such a door: see `end-in-decode.ts`. */
export const END_IN_DECODE = { NODE_OPTIONS: `--import=${shipped('dist', 'tests', 'main', 'end-in-decode.js')}` };
