import { expect, it } from 'vitest';
import { openLineup } from '../../src/api/lineup/lineup.ts';
import { createSiblings } from '../../src/processes/siblings.ts';
import { newId } from '../../src/records/new-id.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { DATABASES } from '../records/databases.ts';
import { openTestRecords } from '../records/test-records.ts';

const lineupOf = (champion: string) => ({ champion, challengers: [] });

/** A process whose news wait until they are passed on. */
function waitingProcess() {
  const told: unknown[] = [];
  const line = createSiblings(async (_topic, news) => {
    told.push(news);
  });
  return { told, ...line };
}

it.for(DATABASES)(
  'two processes that change the lineup at once both go on with the one on record: $kind',
  async ({ isThere, create }, { skip }) => {
    if (!isThere) return skip();
    const records = await openTestRecords(await create());
    const [a, b] = [waitingProcess(), waitingProcess()];
    const ofA = valueFrom(await openLineup(records, lineupOf('configured'), a.siblings));
    const ofB = valueFrom(await openLineup(records, lineupOf('configured'), b.siblings));
    await ofA.change(lineupOf('of a'), null);
    await ofB.change(lineupOf('of b'), null);
    // What the other told before arrives after its own change was answered.
    for (const news of a.told) b.receive('lineup', news);
    for (const news of b.told) a.receive('lineup', news);
    expect([ofA, ofB].map((lineup) => lineup.get().champion)).toEqual(['of b', 'of b']);
    expect(valueFrom(await records.lineups.history(1))).toMatchObject([{ champion: 'of b' }]);
    expect(valueFrom(await openLineup(records, lineupOf('configured'))).get().champion).toBe('of b');
  },
);

it('the lineup that was changed last has the greatest id, though another process made one ahead of this clock', async () => {
  const records = await openTestRecords();
  const lineup = valueFrom(await openLineup(records, lineupOf('configured')));
  const ahead = newId().replace(/^..../, (digits) => (Number.parseInt(digits, 16) + 1).toString(16).padStart(4, '0'));
  const row = { id: ahead, since: Date.now(), champion: 'of another process', challengers: '', changed_by: null };
  await records.db.insertInto('lineups').values(row).execute();
  await lineup.change(lineupOf('changed after'), null);
  expect(valueFrom(await records.lineups.history(2)).map(({ champion }) => champion)).toEqual([
    'changed after',
    'of another process',
  ]);
});
