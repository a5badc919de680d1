import type { DataSource } from 'typeorm';

/**
 * What the server must end by itself, also when nobody waits any more, in milliseconds at most. They belong to the
 * runtime role and are not sent when a connection opens: a pooler may drop or refuse what a client asks for then.
 */
export const SESSION_TIMEOUTS = {
  statement_timeout: 5_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 10_000,
} as const;

/** Days and months are reckoned by it inside statements. */
export const SESSION_TIME_ZONE = 'UTC';

interface SettingsRow {
  readonly role: string;
  readonly time_zone: string;
  readonly statement_timeout: number;
  readonly lock_timeout: number;
  readonly idle_in_transaction_session_timeout: number;
}

/**
 * Reads which settings a connection of the pool really has, whatever stands between it and the server.
 *
 * @returns one sentence for each that is wrong, with the statement that mends it; empty when all hold
 */
export async function findSessionSettings(dataSource: DataSource): Promise<string[]> {
  const [row] = await dataSource.query<SettingsRow[]>(
    `select current_user as role, current_setting('TimeZone') as time_zone, ${Object.keys(SESSION_TIMEOUTS)
      .map((name) => `(select setting::int from pg_settings where name = '${name}') as ${name}`)
      .join(', ')}`,
  );
  if (row === undefined) return ['the database did not describe its own session'];
  const wrong = (name: string, found: string | number, wanted: string): string =>
    `${name} is ${found} on this connection (ALTER ROLE ${row.role} SET ${name} = '${wanted}')`;
  const findings = Object.entries(SESSION_TIMEOUTS).flatMap(([key, most]) => {
    const name = key as keyof typeof SESSION_TIMEOUTS;
    return row[name] > 0 && row[name] <= most ? [] : [wrong(name, row[name], `${most}ms`)];
  });
  const isUtc = ['UTC', 'Etc/UTC'].includes(row.time_zone);
  return isUtc ? findings : [...findings, wrong('TimeZone', row.time_zone, SESSION_TIME_ZONE)];
}
