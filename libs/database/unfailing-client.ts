import { Client, type ClientConfig } from 'pg';

/**
 * A connection that may break at any moment without ending the process. Whoever borrows it from the pool starts to
 * listen for its errors a moment later than the pool stops, and stops again with the first of them; an error that comes
 * between, or a second one, has no listener, which for Node is an error that nothing caught. Nothing is hidden: a
 * connection that broke refuses every further statement, and the pool takes it out.
 */
export class UnfailingClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
