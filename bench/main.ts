import '../src/inference/runtimes/no-telemetry.ts';
import { Command } from 'commander';
import { outliveReaders } from '../src/commands/command-line/closed-output.ts';
import { crashCommand } from './crash/crash-command.ts';
import { durabilityCommand } from './durability/durability-command.ts';
import { evaluationCommand } from './evaluation/evaluation-command.ts';
import { loneCommand } from './lone/lone-command.ts';
import { overheadCommand } from './overhead/overhead-command.ts';
import { overloadCommand } from './overload/overload-command.ts';
import { peersCommand } from './peers/peers-command.ts';
import { picturesCommand } from './pictures/pictures-command.ts';
import { besideComparisonsCommand } from './pilot-queries/beside-comparisons-command.ts';
import { pilotQueriesCommand } from './pilot-queries/pilot-queries-command.ts';
import { pilotsCommand } from './pilots/pilots-command.ts';
import { plantedCommand } from './planted/planted-command.ts';
import { processesCommand } from './processes/processes-command.ts';
import { scrapingCommand } from './scraping/scraping-command.ts';
import { simulationCommand } from './simulation/simulation-command.ts';
import { soakCommand } from './soak/soak-command.ts';

const program = new Command('bench').description(
  'measure Scanbench on this machine; every figure is a ratio within one run',
);
program.addCommand(overheadCommand(), { isDefault: true });
program.addCommand(loneCommand());
program.addCommand(overloadCommand());
program.addCommand(soakCommand());
program.addCommand(evaluationCommand());
program.addCommand(plantedCommand());
program.addCommand(simulationCommand());
program.addCommand(pilotsCommand());
program.addCommand(durabilityCommand());
program.addCommand(picturesCommand());
program.addCommand(crashCommand());
program.addCommand(pilotQueriesCommand());
program.addCommand(besideComparisonsCommand());
program.addCommand(peersCommand());
program.addCommand(processesCommand());
program.addCommand(scrapingCommand());

outliveReaders(process.stdout, process.stderr);
await program.parseAsync();
