import { request } from 'node:http';
import type { Post } from '../drive.ts';

/** Where a sender leaves: in the middle of its body, or with the whole body sent and no answer read. */
export type LeavesAt = 'upload' | 'screening';

/** Long enough for the service to have begun with what it was sent. */
const LINGER_MS = 20;

/** Posts a scan on a connection of its own and breaks that off. Resolves when it is closed; never rejects. */
export function sendAndLeave(url: string, { path, contentType, body }: Post, leavesAt: LeavesAt): Promise<void> {
  return new Promise((resolve) => {
    const headers = { 'content-type': contentType, 'content-length': body.length };
    const post = request(`${url}${path}`, { method: 'POST', headers, agent: false });
    // However it ends, it was to end.
    post.on('error', () => {}).once('close', resolve);
    post.on('response', (answer) => answer.on('error', () => {}).resume());
    const sent = leavesAt === 'upload' ? body.subarray(0, body.length >> 1) : body;
    post.write(sent, () => setTimeout(() => post.destroy(), LINGER_MS));
  });
}
