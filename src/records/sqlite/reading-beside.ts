import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  type SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/**
 * Two connections of one thread to one SQLite file. Transactions, and every statement that is no `SELECT`, take turns at
 * the one that writes; a `SELECT` outside a transaction is answered by the other, with what is committed, and waits for
 * nobody: with one connection for both, each key was looked for after the end of whatever was being written.
 */
export function readingBeside(writing: SqliteDriver, reading: SqliteDriver): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new TwoConnections(writing, reading),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class TwoConnections implements Driver {
  readonly #writing: SqliteDriver;
  readonly #reading: SqliteDriver;
  /** The connection that writes, by whom it is lent to for a transaction. */
  readonly #inTransaction = new WeakMap<DatabaseConnection, DatabaseConnection>();

  constructor(writing: SqliteDriver, reading: SqliteDriver) {
    this.#writing = writing;
    this.#reading = reading;
  }

  async init(): Promise<void> {
    await this.#writing.init();
    await this.#reading.init();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const lent: DatabaseConnection = {
      executeQuery: <Row>(query: CompiledQuery) => this.#execute<Row>(lent, query),
      streamQuery: () => {
        throw new Error('Statements of SQLite answer at once: nothing of the records is streamed.');
      },
    };
    return lent;
  }

  async beginTransaction(lent: DatabaseConnection): Promise<void> {
    const connection = await this.#writing.acquireConnection();
    this.#inTransaction.set(lent, connection);
    await this.#writing.beginTransaction(connection);
  }

  async commitTransaction(lent: DatabaseConnection): Promise<void> {
    await this.#writing.commitTransaction(this.#writerOf(lent));
  }

  async rollbackTransaction(lent: DatabaseConnection): Promise<void> {
    await this.#writing.rollbackTransaction(this.#writerOf(lent));
  }

  async releaseConnection(lent: DatabaseConnection): Promise<void> {
    if (this.#inTransaction.delete(lent)) await this.#writing.releaseConnection();
  }

  async destroy(): Promise<void> {
    await this.#reading.destroy();
    // Last, because the last one that closes the file writes the log back.
    await this.#writing.destroy();
  }

  async #execute<Row>(lent: DatabaseConnection, query: CompiledQuery): Promise<QueryResult<Row>> {
    const writer = this.#inTransaction.get(lent);
    if (writer !== undefined) return writer.executeQuery<Row>(query);
    const driver = SelectQueryNode.is(query.query) ? this.#reading : this.#writing;
    const connection = await driver.acquireConnection();
    try {
      return await connection.executeQuery<Row>(query);
    } finally {
      await driver.releaseConnection();
    }
  }

  #writerOf(lent: DatabaseConnection): DatabaseConnection {
    const writer = this.#inTransaction.get(lent);
    if (writer === undefined) throw new Error('A transaction ends that was not begun.');
    return writer;
  }
}
