import { Client, DatabaseError } from 'pg';
import { CommandFailure } from '../command-failure.js';

/** Where the roles were made. */
export interface AppliedRoles {
  readonly database: string;
  /** As the server says it: `18.4`. */
  readonly postgres: string;
}

/** The code of what `docker/init-roles.sql` refuses in words of its own. */
const REFUSED_IN_WORDS = 'TR001';

/**
 * Runs the statements on a connection of its own.
 *
 * @param url of a superuser, or of a role with CREATEROLE and CREATEDB that owns the database; undefined: where the
 *   variables of libpq (PGHOST, PGUSER, PGDATABASE, PGPASSWORD …) lead
 * @throws CommandFailure with the server's sentence; an error of the connection as it is
 */
export async function applyRoles(url: string | undefined, statements: string): Promise<AppliedRoles> {
  const client = new Client({
    ...(url !== undefined && { connectionString: url }),
    application_name: 'tenantry-database-roles',
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks while idle raises an event that would end the process if nobody listened.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(statements).catch(refuseInWords);
    const { rows } = await client.query<AppliedRoles>(
      `SELECT current_database() AS database, split_part(current_setting('server_version'), ' ', 1) AS postgres`,
    );
    return rows[0] as AppliedRoles;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Only the message: context and query of an error hold the statement. */
function refuseInWords(error: unknown): never {
  if (!(error instanceof DatabaseError)) throw error;
  const { code, message } = error;
  throw new CommandFailure(
    code === REFUSED_IN_WORDS ? message : `PostgreSQL refuses: ${message} (${String(code)})`,
  );
}
