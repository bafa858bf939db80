import type { Command } from 'commander';

/**
 * Refuses what was given and is empty, as `--out "$OUT"` is where that variable is not set: it would stand as a hole in the
 * sentences of whoever looks for a file or a technology of that name.
 */
export function refuseEmpty(command: Command): void {
  const { options, registeredArguments, processedArgs } = command;
  const option = options.find((each) => isEmpty(command.getOptionValue(each.attributeName())));
  const argument = registeredArguments.find((_, place) => isEmpty(processedArgs[place]));
  const name = option?.flags ?? argument?.name();
  if (name !== undefined) {
    command.error(`error: '${name}' is empty, as a variable makes it that is not set: give it a value.`);
  }
}

function isEmpty(given: unknown): boolean {
  return [given].flat().some((each) => typeof each === 'string' && each.trim() === '');
}
