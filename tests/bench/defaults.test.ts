import { describe, expect, it } from 'vitest';
import { crashCommand } from '../../bench/crash/crash-command.ts';
import { durabilityCommand } from '../../bench/durability/durability-command.ts';
import { evaluationCommand } from '../../bench/evaluation/evaluation-command.ts';
import { loneCommand } from '../../bench/lone/lone-command.ts';
import { overheadCommand } from '../../bench/overhead/overhead-command.ts';
import { overloadCommand } from '../../bench/overload/overload-command.ts';
import { peersCommand } from '../../bench/peers/peers-command.ts';
import { picturesCommand } from '../../bench/pictures/pictures-command.ts';
import { besideComparisonsCommand } from '../../bench/pilot-queries/beside-comparisons-command.ts';
import { pilotQueriesCommand } from '../../bench/pilot-queries/pilot-queries-command.ts';
import { pilotsCommand } from '../../bench/pilots/pilots-command.ts';
import { plantedCommand } from '../../bench/planted/planted-command.ts';
import { processesCommand } from '../../bench/processes/processes-command.ts';
import { scrapingCommand } from '../../bench/scraping/scraping-command.ts';
import { simulationCommand } from '../../bench/simulation/simulation-command.ts';
import { soakCommand } from '../../bench/soak/soak-command.ts';

const COMMANDS = [
  ...[crashCommand, durabilityCommand, evaluationCommand, loneCommand, overheadCommand, overloadCommand, peersCommand],
  ...[besideComparisonsCommand, picturesCommand, pilotQueriesCommand, pilotsCommand, plantedCommand, processesCommand],
  ...[scrapingCommand, simulationCommand, soakCommand],
].map((make) => make());

const NUMBERS = COMMANDS.flatMap((command) =>
  command.options
    .filter(({ defaultValue }) => typeof defaultValue === 'number')
    .map((option) => ({ name: `${command.name()} ${option.long}`, command, option })),
);

describe('npm run bench', () => {
  it.each(NUMBERS)('takes for $name what holds without it', ({ command, option }) => {
    command.exitOverride().parseOptions([option.long ?? '', String(option.defaultValue)]);
    expect(command.getOptionValueSource(option.attributeName())).toBe('cli');
    expect(command.opts()[option.attributeName()]).toBe(option.defaultValue);
  });
});
