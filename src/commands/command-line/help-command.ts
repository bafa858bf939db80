import { Command } from 'commander';
import { nearestName } from '../../config/nearest-name.ts';

/** More than two edits are another word, not a slip of the hand. */
const MOST_EDITS = 2;

/**
 * `scanbench help models add`, at any depth, in place of Commander's own: that looks at the first word only, and answers one
 * that it does not know with the help of everything.
 */
export function helpCommand(): Command {
  return new Command('help')
    .argument('[command...]', 'the command, e.g. models add')
    .description('explain a command')
    .action((path: readonly string[], _options: unknown, own: Command) => {
      let explained = own.parent ?? own;
      for (const name of path) {
        const known = explained.commands.find((command) => command.name() === name);
        if (known === undefined) return unknownCommand(explained, name);
        explained = known;
      }
      explained.help();
    });
}

function unknownCommand(parent: Command, name: string): never {
  const names = parent.commands.map((command) => command.name());
  const { nearest, distance } = nearestName(name, names);
  const has = names.length === 0 ? 'has no commands of its own' : `has ${names.join(', ')}`;
  const hint = distance <= MOST_EDITS ? `Did you mean ${nearest}?` : `${parent.name()} ${has}`;
  return parent.error(`error: unknown command '${name}'\n(${hint})`);
}
