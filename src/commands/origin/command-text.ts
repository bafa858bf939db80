/** A command line that a shell takes apart into these arguments again. */
export function commandText(args: readonly string[]): string {
  return args.map(quoted).join(' ');
}

/** Where somebody keeps files is nobody else's business: of each absolute path its last part is left. */
export function withoutFolders(command: string): string {
  return command.replaceAll(WORD, (word) => {
    const argument = word.replaceAll(/'([^']*)'|\\(.)/gs, '$1$2');
    return quoted(argument.replace(/(?<=^|=)\/.*\/(?=[^/])/s, '…/'));
  });
}

/** One argument of a command line, with its quotes. One of an older report may have an apostrophe that closes nothing. */
const WORD = /(?:'[^']*'|\\.|\S)+/gs;

/** What stands for itself in a shell. */
const PLAIN = /^[\p{L}\p{N}_@%+=:,./…-]+$/u;

function quoted(argument: string): string {
  return PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}
