// A process that hangs before its first word, as one that gets no thread.
setInterval(() => {}, 60_000);
