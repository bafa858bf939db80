import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keepStatements } from '../../../src/records/sqlite/kept-statements.ts';

/** A database in memory that counts how often it is asked to compile a statement. */
function countedDatabase() {
  const database = new SQLite(':memory:');
  onTestFinished(() => {
    database.close();
  });
  const compiled: string[] = [];
  return {
    database,
    compiled,
    counted: {
      close: () => database.close(),
      prepare(sql: string) {
        compiled.push(sql);
        return database.prepare(sql);
      },
    },
  };
}

describe('statements that are kept', () => {
  it('are compiled once, however often they run', () => {
    const { counted, compiled } = countedDatabase();
    const kept = keepStatements(counted);
    for (let turn = 0; turn < 3; turn++)
      expect(kept.prepare('select ? as given').all([turn])).toEqual([{ given: turn }]);
    expect(compiled).toEqual(['select ? as given']);
  });

  it('give way to newer ones, the longest unused first', () => {
    const { counted, compiled } = countedDatabase();
    const kept = keepStatements(counted, 2);
    for (const sql of ['select 1', 'select 2', 'select 1', 'select 3', 'select 1', 'select 2']) kept.prepare(sql);
    expect(compiled).toEqual(['select 1', 'select 2', 'select 3', 'select 2']);
  });

  it('see a column that was added after they were compiled', () => {
    const { database, counted } = countedDatabase();
    database.exec('create table scans (id text); insert into scans values (1)');
    const kept = keepStatements(counted);
    expect(kept.prepare('select * from scans').all([])).toEqual([{ id: '1' }]);
    database.exec("alter table scans add column port text default 'NLRTM'");
    expect(kept.prepare('select * from scans').all([])).toEqual([{ id: '1', port: 'NLRTM' }]);
  });

  it('are not those that do not compile', () => {
    const { counted, compiled } = countedDatabase();
    const kept = keepStatements(counted);
    for (let turn = 0; turn < 2; turn++) expect(() => kept.prepare('select from')).toThrow('syntax error');
    expect(compiled).toHaveLength(2);
  });
});
