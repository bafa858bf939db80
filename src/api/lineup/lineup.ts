import { type Failure, fail, type Outcome, succeed } from '../../domain/failure.ts';
import { type News, NO_SIBLINGS, type Siblings } from '../../domain/service/siblings.ts';
import type { Lineup } from '../../domain/technology/lineup.ts';
import type { Technology } from '../../domain/technology/technology.ts';
import { unknownTechnology } from '../../domain/technology/unknown-technology.ts';
import { appendAudit } from '../../records/access/audit.ts';
import { historyForChange, insertLineup, type RecordedLineup } from '../../records/lineup-records.ts';
import type { Records } from '../../records/open-records.ts';

/** The lineup in force. */
export interface CurrentLineup {
  get(): Lineup;
  /** Whether that is what is configured: nothing was changed through the API yet. */
  isConfigured(): boolean;
  /**
   * Resolves when the new lineup is on record; scans that come from then on are screened by it. `whyNot` is asked with what was
   * changed until then, the newest first, whichever process did: where it gives a failure, nothing is changed.
   */
  change(lineup: Lineup, changedBy: string | null, whyNot?: WhyNot): Promise<Outcome<void>>;
}

export type WhyNot = (history: readonly RecordedLineup[]) => Failure | null;

/** As many changes as are told of. */
export const HISTORY_LENGTH = 50;

/** What was changed last through the API is in force; `configured` is while nothing was. */
export async function openLineup(
  records: Records,
  configured: Lineup,
  siblings: Siblings = NO_SIBLINGS,
): Promise<Outcome<CurrentLineup>> {
  let current: News['lineup'] | null = null;
  // Who hears of a change, or is told that its own is on record, may have heard of a later one before.
  const take = (lineup: News['lineup']) => {
    if (current === null || lineup.id > current.id) current = lineup;
  };
  siblings.hear('lineup', take);
  const history = await records.lineups.history(1);
  if (!history.ok) return history;
  const [newest] = history.value;
  if (newest !== undefined) take(newest);
  return succeed({
    get: () => current ?? configured,
    isConfigured: () => current === null,
    async change(lineup, changedBy, whyNot = () => null) {
      const at = Date.now();
      const written = await records.commit.write(async (transaction): Promise<Outcome<string>> => {
        const failure = whyNot(await historyForChange(transaction, HISTORY_LENGTH));
        if (failure !== null) return { ok: false, failure };
        const id = await insertLineup(transaction, { ...lineup, since: at, changedBy });
        const { champion, challengers } = lineup;
        const details = { champion, challengers };
        await appendAudit(transaction, { at, actor: changedBy, action: 'lineup.change', subject: null, details });
        return succeed(id);
      });
      const changed = written.ok ? written.value : written;
      if (!changed.ok) return changed;
      const news = { id: changed.value, champion: lineup.champion, challengers: lineup.challengers };
      take(news);
      await siblings.tell('lineup', news);
      return succeed(undefined);
    },
  });
}

/** The technology that screens where none is named, or undefined where none is ready. */
export function championOf({ champion }: Lineup, technologies: readonly Technology[]): string | undefined {
  return champion ?? technologies.find(({ state }) => state === 'ready')?.id;
}

/** Fails with `unknown-technology` where one is not known or cannot screen now, and `malformed-request` where one is named twice. */
export function checkLineup({ champion, challengers }: Lineup, technologies: readonly Technology[]): Outcome<void> {
  const named = [...(champion === null ? [] : [champion]), ...challengers];
  const twice = named.find((id, index) => named.indexOf(id) !== index);
  if (twice !== undefined) return fail('malformed-request', `${twice} is named twice: each technology has one place.`);
  for (const id of named) {
    const technology = technologies.find((candidate) => candidate.id === id);
    if (technology?.state === 'ready') continue;
    if (technology === undefined) return unknownTechnology(id, technologies);
    return fail('unknown-technology', `The technology ${JSON.stringify(id)} cannot screen now. ${technology.reason}`);
  }
  return succeed(undefined);
}
