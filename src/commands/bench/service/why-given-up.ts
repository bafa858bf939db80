// Why a service is asked nothing more, with what to do about it.

export function silentText(address: string, ms: number): string {
  return (
    `The service at ${address} has said nothing for ${seconds(ms)}: it hangs, or no Scanbench listens there. Restart it, or ` +
    'name another.'
  );
}

export function neverAnsweredText(address: string, ms: number): string {
  return (
    `The service at ${address} has answered no scan at all in ${seconds(ms)}, though it says that it lives: restart it, and ` +
    'look into its log. A benchmark asks for an answer within two minutes at first.'
  );
}

export function goneText(address: string, ms: number): string {
  return (
    `The service at ${address} went away in the middle of the run and did not return in ${seconds(ms)}: look into its log, ` +
    'start it again, and run the benchmark anew.'
  );
}

export function unansweredText(address: string, ms: number): string {
  return (
    `The service at ${address} has not answered a scan for ${seconds(ms)}, longer than any deadline, though it says that it ` +
    'lives: restart it, and look into its log.'
  );
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toPrecision(3))} s`;
}
