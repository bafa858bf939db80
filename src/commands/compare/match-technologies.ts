import { fail, type Outcome, succeed } from '../../domain/failure.ts';

/** A technology of each report, by place. */
export interface MatchedTechnology {
  readonly first: number;
  readonly second: number;
}

export interface MatchedTechnologies {
  readonly matched: readonly MatchedTechnology[];
  /** Ids of one report alone, where all were to be compared. */
  readonly lost: readonly string[];
  readonly added: readonly string[];
}

/**
 * Which technology of the first report is compared with which of the second: those of the same id, or what is named, as
 * `id` or `id=other id`; the id of a model does where one technology has it. Fails with `unknown-technology` and the ids
 * that there are.
 */
export function matchTechnologies(
  firstIds: readonly string[],
  secondIds: readonly string[],
  named: readonly string[],
): Outcome<MatchedTechnologies> {
  if (named.length === 0) return matchAll(firstIds, secondIds);
  const matched: MatchedTechnology[] = [];
  for (const name of named) {
    const [first = '', second = first, ...more] = name.split('=');
    if (more.length > 0) {
      return fail('unknown-technology', `"${name}" names more than two technologies: it is ID or ID=OTHER-ID.`);
    }
    const [a, b] = [placeOf(first, firstIds), placeOf(second, secondIds)];
    if (a === null) return unknown(first, 'first', firstIds);
    if (b === null) return unknown(second, 'second', secondIds);
    matched.push({ first: a, second: b });
  }
  return succeed({ matched, lost: [], added: [] });
}

function matchAll(firstIds: readonly string[], secondIds: readonly string[]): Outcome<MatchedTechnologies> {
  const matched = firstIds.flatMap((id, first) => {
    const second = secondIds.indexOf(id);
    return second === -1 ? [] : [{ first, second }];
  });
  if (matched.length === 0) {
    return fail(
      'unknown-technology',
      `The reports have no technology in common (${list(firstIds)} against ${list(secondIds)}): say which are meant with --technology ID=OTHER-ID.`,
    );
  }
  return succeed({
    matched,
    lost: firstIds.filter((id) => !secondIds.includes(id)),
    added: secondIds.filter((id) => !firstIds.includes(id)),
  });
}

function placeOf(name: string, ids: readonly string[]): number | null {
  const exact = ids.indexOf(name);
  if (exact !== -1) return exact;
  const ofModel = ids.flatMap((id, place) => (id.split('@')[0] === name ? [place] : []));
  return ofModel.length === 1 ? (ofModel[0] ?? null) : null;
}

function unknown(name: string, which: string, ids: readonly string[]): Outcome<never> {
  return fail(
    'unknown-technology',
    `The ${which} report has no technology "${name}", or several; it has: ${list(ids)}.`,
  );
}

function list(ids: readonly string[]): string {
  return ids.join(', ') || 'none';
}
