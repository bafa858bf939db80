import type { Command } from 'commander';

/** In the order of the help. What a command is made of is loaded where it is called: all of them take several times as long. */
const SUBCOMMANDS = new Map<string, () => Promise<Command>>([
  ['serve', async () => (await import('../serve.ts')).serveCommand()],
  ['screen', async () => (await import('../screen.ts')).screenCommand()],
  ['synth', async () => (await import('../synth.ts')).synthCommand()],
  ['tip', async () => (await import('../tip.ts')).tipCommand()],
  ['calibrate', async () => (await import('../calibrate.ts')).calibrateCommand()],
  ['evaluate', async () => (await import('../evaluate.ts')).evaluateCommand()],
  ['bench', async () => (await import('../bench.ts')).benchCommand()],
  ['compare', async () => (await import('../compare.ts')).compareCommand()],
  ['merge', async () => (await import('../merge.ts')).mergeCommand()],
  ['models', async () => (await import('../models.ts')).modelsCommand()],
  ['inspections', async () => (await import('../inspections.ts')).inspectionsCommand()],
  ['keys', async () => (await import('../keys.ts')).keysCommand()],
  ['audit', async () => (await import('../audit.ts')).auditCommand()],
  ['retention', async () => (await import('../retention.ts')).retentionCommand()],
  ['export', async () => (await import('../export.ts')).exportCommand()],
  ['import', async () => (await import('../import.ts')).importCommand()],
  ['webhooks', async () => (await import('../webhooks.ts')).webhooksCommand()],
]);
const ASKS_VERSION = ['-V', '--version'];

/** The command whose name comes first; all of them for the help, and where the name is none; none for the version. */
export async function subcommandsFor([first = '']: readonly string[]): Promise<readonly Command[]> {
  if (ASKS_VERSION.includes(first)) return [];
  const called = SUBCOMMANDS.get(first);
  const needed = called === undefined ? [...SUBCOMMANDS.values()] : [called];
  return await Promise.all(needed.map((load) => load()));
}
