import { existsSync } from 'node:fs';

// Loaded by `node --import` before the service: the clock that it reads is 400 days ahead as long as a file is there.

const AHEAD_MS = 400 * 86_400_000;
const file = process.env['CLOCK_AHEAD_FILE'] ?? '';
const now = Date.now;
Date.now = () => now() + (existsSync(file) ? AHEAD_MS : 0);
