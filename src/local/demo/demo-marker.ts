import { join } from 'node:path';
import pg from 'pg';
import { readIfThere, writePrivateFile } from '../private-file.js';

const NAME = 'demo.json';

/**
 * Remembers that the demo data is complete in this database and this Clerk. It is made once: what a person changes
 * afterwards (a role taken away, an organization deleted) is as it was left at the next start.
 */
export class DemoMarker {
  private constructor(
    private readonly path: string,
    private readonly content: string,
  ) {}

  static async open(directory: string, databaseUrl: string, clerkInstanceId: string): Promise<DemoMarker> {
    const database = await databaseIdentity(databaseUrl);
    return new DemoMarker(join(directory, NAME), `${JSON.stringify({ database, clerkInstanceId })}\n`);
  }

  isSet(): boolean {
    return readIfThere(this.path) === this.content;
  }

  set(): void {
    writePrivateFile(this.path, this.content);
  }
}

/** Another one after the data was thrown away, also when the new database has the old name. */
async function databaseIdentity(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ identity: string }>(
      `select system_identifier || ':' || (select oid from pg_database where datname = current_database()) as identity
       from pg_control_system()`,
    );
    return rows[0]?.identity ?? withoutPassword(url);
  } catch (error) {
    // Some hosted databases keep that view to themselves.
    if (error instanceof pg.DatabaseError && error.code === '42501') return withoutPassword(url);
    throw error;
  } finally {
    await client.end();
  }
}

function withoutPassword(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
