/** What a terminal, a supervisor or a lost connection ends a command with. */
const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const toDo = new Set<() => void>();

/**
 * Has something done should this process end meanwhile, by a signal, too: the signal then ends the process as it would
 * have. What is done cannot wait for anything. Gives the function that takes it back.
 */
export function whenEnding(tidyUp: () => void): () => void {
  if (toDo.size === 0) listen();
  toDo.add(tidyUp);
  return () => {
    toDo.delete(tidyUp);
    if (toDo.size === 0) stopListening();
  };
}

function listen(): void {
  process.on('exit', tidyAllUp);
  for (const signal of END_SIGNALS) process.on(signal, endBySignal);
}

function stopListening(): void {
  process.off('exit', tidyAllUp);
  for (const signal of END_SIGNALS) process.off(signal, endBySignal);
}

function endBySignal(signal: NodeJS.Signals): void {
  tidyAllUp();
  process.kill(process.pid, signal);
}

function tidyAllUp(): void {
  for (const tidyUp of toDo) tidyUp();
  toDo.clear();
  stopListening();
}
