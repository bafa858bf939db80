/** A moment as `datetime-local` has it: the wall clock of whoever sits here, to the minute. */
export function localMinute(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
