import { type DatabaseConnection, type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { shipped } from '../../installation.ts';
import { createQuestionThread } from '../../question-thread.ts';
import { errorOf, type ReadAnswer, type ReadQuestion } from './sqlite.ts';

/**
 * Queries of an SQLite file that is open elsewhere, answered by a thread: SQLite computes in the thread that asks it, and
 * the one that serves requests must not stand still while a hundred thousand scans are counted. What was committed before
 * a query was asked is seen by it. It writes nothing, and knows no transactions.
 */
export function sqliteReading(path: string): Dialect {
  const thread = createQuestionThread<ReadQuestion>(
    shipped('dist', 'src', 'records', 'sqlite', 'sqlite-reader.js'),
    path,
  );
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: ReadQuestion) {
      const answer = await thread.ask<ReadAnswer<Row>>({ sql, parameters });
      if (!answer.ok) throw errorOf(answer.error);
      return { rows: [...answer.rows] };
    },
    streamQuery: refuse,
  };
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      releaseConnection: async () => {},
      beginTransaction: async () => refuse(),
      commitTransaction: async () => refuse(),
      rollbackTransaction: async () => refuse(),
      destroy: thread.end,
    }),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function refuse(): never {
  throw new Error('The thread that reads answers whole queries, outside transactions.');
}
