import { InvalidArgumentError } from 'commander';
import { parsePortCode } from '../../domain/scan/port-code.ts';

/** Reads the value of an option that takes a port. */
export function parsePort(text: string): string {
  const port = parsePortCode(text);
  if (port.ok) return port.value;
  throw new InvalidArgumentError(port.failure.message);
}
