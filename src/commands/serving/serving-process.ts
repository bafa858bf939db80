import { readConfig } from '../../config/read-config.ts';
import { readSetup } from '../../processes/messages.ts';
import { linkToPrimary } from '../../processes/primary-link.ts';
import { EXIT_WRONG_USAGE, endCommand } from '../command-line/exit.ts';
import { outliveErrorReaders } from './outlive-error-readers.ts';
import { serve } from './serve.ts';

// The entry of a serving process: `scanbench serve` starts it, with the settings in its environment.
outliveErrorReaders();
const setup = readSetup(process.argv[2] ?? '');
const link = linkToPrimary(setup);
const read = readConfig(process.env);
if (read.ok) await serve(read.config, setup.isFirst && setup.slot === 0 ? read.warnings : [], link);
else endCommand(read.message, EXIT_WRONG_USAGE);
