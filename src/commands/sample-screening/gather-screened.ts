import { type FailureCode, fail, type Outcome, succeed } from '../../domain/failure.ts';
import { countedOf } from '../../domain/language/counted.ts';
import type { Sample } from '../../domain/scan/sample.ts';
import { picturesOf } from '../../domain/scan/sample-files.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import type { FailedVerdict, ScreenedScan, Verdict } from './screen-source.ts';

/** A scan of a set that no technology was asked about: its file, its pixels or its truth cannot be read. */
export interface UnreadableScan {
  readonly name: string;
  readonly folder: string;
  readonly reason: string;
}

/** How many scans cannot be read, as the beginning of a sentence on them. */
export function unreadableCount({ length }: readonly UnreadableScan[], screened: number): string {
  return `${countedOf(length, length + screened, 'scan')} cannot be read and ${length === 1 ? 'is' : 'are'} in no number`;
}

/** Scans that were taken in when the work was broken off: so many of the first, and those of them that cannot be read. */
export interface ScreenedBefore {
  readonly taken: number;
  readonly unreadable: readonly UnreadableScan[];
}

/** Takes in scans as they are screened. */
interface Gathering {
  /** Fails where there is no use in going on: a technology answers nothing, or may not be asked. */
  readonly take: (source: ScanSource, screened: Outcome<ScreenedScan>) => Outcome<null>;
  /** What was taken in; null while it is not sure that every technology answers, so that it could not be gone on with. */
  readonly soFar: () => ScreenedBefore | null;
  /** The scans that could not be read. Fails where there is nothing to measure: no scan, or a technology without an answer. */
  readonly end: () => Outcome<readonly UnreadableScan[]>;
}

/** A technology that failed on so many scans before it answered one is broken: to go on would take hours and show nothing. */
const MOST_FAILED_AT_FIRST = 10;

/** Said of who asks, not of a technology: it would be said to every scan. */
const REFUSED_TO_US: readonly FailureCode[] = ['unauthenticated', 'forbidden', 'unknown-technology'];

/**
 * Tells scans that were screened from those that could not be read, and ends what has no end to wait for.
 *
 * @param ids of the technologies, in the order of the verdicts.
 * @param before what `soFar` of another gathering of the same scans said
 */
export function gatherScreened(
  ids: readonly string[],
  onScreened: (source: ScanSource, screened: ScreenedScan) => void,
  before: ScreenedBefore = { taken: 0, unreadable: [] },
): Gathering {
  const unreadable = [...before.unreadable];
  /** Why each technology failed on the first scan, until it answers one. */
  const silent = new Map<number, FailedVerdict>();
  let screenedScans = before.taken - unreadable.length;

  const whoIsSilent = (): Outcome<null> => {
    const [broken] = silent;
    if (broken === undefined) return succeed(null);
    const [place, { reason, message }] = broken;
    const scans = screenedScans === 1 ? 'the only scan' : `all of the first ${screenedScans} scans`;
    return fail(reason, `${ids[place]} failed on ${scans}. ${message} Mend that, or leave the technology out.`);
  };

  return {
    take: (source, screened) => {
      const { name, folder, sample } = source;
      if (!screened.ok) {
        unreadable.push({ name, folder, reason: `${screened.failure.message}${whichPicture(sample)}` });
        return succeed(null);
      }
      const { verdicts } = screened.value;
      const refused = verdicts.filter(isFailed).find(({ reason }) => REFUSED_TO_US.includes(reason));
      if (refused !== undefined) return fail(refused.reason, `${name}: ${refused.message}`);
      for (const [place, verdict] of verdicts.entries()) {
        if (!isFailed(verdict)) silent.delete(place);
        else if (screenedScans === 0) silent.set(place, verdict);
      }
      screenedScans++;
      onScreened(source, screened.value);
      return screenedScans === MOST_FAILED_AT_FIRST ? whoIsSilent() : succeed(null);
    },
    soFar: () =>
      screenedScans < MOST_FAILED_AT_FIRST ? null : { taken: screenedScans + unreadable.length, unreadable },
    end: () => {
      const [first] = unreadable;
      if (screenedScans === 0 && first !== undefined) {
        return fail(
          'unreadable-scan',
          `None of the scans can be read, all ${unreadable.length}: ${first.name}: ${first.reason}`,
        );
      }
      const heard = whoIsSilent();
      return heard.ok ? succeed(unreadable) : heard;
    },
  };
}

function isFailed(verdict: Verdict): verdict is FailedVerdict {
  return verdict.decision === 'failed';
}

/** A sentence that names the picture where the id does not spell it, for it has letters that no id may have. */
function whichPicture(sample: Sample | null): string {
  if (sample === null) return '';
  const [picture = ''] = picturesOf(sample);
  return picture.replaceAll('/', '-').includes(sample.id) ? '' : ` Its picture is ${picture}.`;
}
