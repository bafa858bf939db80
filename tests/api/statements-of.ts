import SQLite from 'better-sqlite3';
import pg from 'pg';
import { vi } from 'vitest';
import { isOnPostgres } from './api-database.ts';

/** The statements that the database runs meanwhile. */
export async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  return isOnPostgres ? askedOfPostgres(work) : runBySqlite(work);
}

/** They are compiled once and kept, so it is their runs that tell. */
async function runBySqlite(work: () => Promise<unknown>): Promise<readonly string[]> {
  const statement: SQLite.Statement = Object.getPrototypeOf(new SQLite(':memory:').prepare('select 1'));
  const [all, run] = [vi.spyOn(statement, 'all'), vi.spyOn(statement, 'run')];
  try {
    await work();
    return [...all.mock.contexts, ...run.mock.contexts].map((context) => textIn(context, 'source'));
  } finally {
    for (const spy of [all, run]) spy.mockRestore();
  }
}

async function askedOfPostgres(work: () => Promise<unknown>): Promise<readonly string[]> {
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    const texts = asked.mock.calls.map(([first]) => (typeof first === 'string' ? first : textIn(first, 'text')));
    // A lock looks now and then whether the server is there.
    return texts.filter((text) => text !== 'SELECT');
  } finally {
    asked.mockRestore();
  }
}

function textIn(statement: unknown, field: 'source' | 'text'): string {
  const text: unknown = Object(statement)[field];
  if (typeof text !== 'string') throw new Error('What ran is no statement that is known.');
  return text;
}
