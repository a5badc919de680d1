import { Client, type ClientConfig, type Connection } from 'pg';
import { type NamedStatements, useNamedStatements } from './named-statements.js';

/** What the pool hands to each of its connections. */
export interface CrashSafeClientConfig extends ClientConfig {
  /** Shared by all connections of a pool. */
  readonly namedStatements?: NamedStatements;
}

/**
 * A connection that may break at any moment without ending the process. Whoever borrows it from the pool starts to
 * listen for its errors a moment later than the pool stops, and stops again with the first of them; an error that comes
 * between, or a second one, has no listener, which for Node is an error that nothing caught. Nothing is hidden: a
 * connection that broke refuses every further statement, and the pool takes it out.
 */
export class CrashSafeClient extends Client {
  constructor(config?: CrashSafeClientConfig) {
    super(config);
    const { connection } = this as unknown as { connection: Connection };
    if (config?.namedStatements !== undefined) useNamedStatements(connection, config.namedStatements);
    this.on('error', () => undefined);
  }
}
