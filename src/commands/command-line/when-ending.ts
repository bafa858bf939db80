/** What a terminal, a supervisor or a lost connection ends a command with. */
const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ends what is shown on the terminal. */
const shown = new Set<() => void>();
const toDo = new Set<() => void>();
let interrupted: (() => void) | null = null;
let isListening = false;

/**
 * Has something done should this process end meanwhile, by a signal, too: the signal then ends the process as it would
 * have. What is done cannot wait for anything. Gives the function that takes it back.
 */
export function whenEnding(tidyUp: () => void): () => void {
  toDo.add(tidyUp);
  listenIfNeeded();
  return () => {
    toDo.delete(tidyUp);
    listenIfNeeded();
  };
}

/**
 * As `whenEnding`, of what is drawn anew on the terminal: it ends before a signal has anything else done, because what is said
 * beside it would be cut off at the edge, or drawn over.
 */
export function whenShown(endShown: () => void): () => void {
  shown.add(endShown);
  listenIfNeeded();
  return () => {
    shown.delete(endShown);
    listenIfNeeded();
  };
}

/**
 * Has the next Ctrl-C (SIGINT) do this in place of ending the process, and the one after it end the process as ever. Gives
 * the function that takes it back.
 */
export function onInterrupt(act: () => void): () => void {
  interrupted = act;
  listenIfNeeded();
  return () => {
    if (interrupted === act) interrupted = null;
    listenIfNeeded();
  };
}

/** A listener keeps a signal from ending the process: there is one only while something is to be done. */
function listenIfNeeded(): void {
  const isNeeded = shown.size > 0 || toDo.size > 0 || interrupted !== null;
  if (isNeeded === isListening) return;
  isListening = isNeeded;
  const change = isNeeded ? process.on.bind(process) : process.off.bind(process);
  change('exit', tidyAllUp);
  for (const signal of END_SIGNALS) change(signal, hear);
}

function hear(signal: NodeJS.Signals): void {
  const act = signal === 'SIGINT' ? interrupted : null;
  if (act !== null) {
    interrupted = null;
    endAllShown();
    listenIfNeeded();
    act();
    return;
  }
  tidyAllUp();
  process.kill(process.pid, signal);
}

function endAllShown(): void {
  for (const endShown of shown) endShown();
  shown.clear();
}

function tidyAllUp(): void {
  endAllShown();
  for (const tidyUp of toDo) tidyUp();
  toDo.clear();
  interrupted = null;
  listenIfNeeded();
}
