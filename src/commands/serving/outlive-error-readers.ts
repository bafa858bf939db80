/** What reads standard error may end, and the disk that it is written to may be full: a service goes on without it. */
export function outliveErrorReaders(): void {
  process.stderr.on('error', () => {});
}
