import { HOST } from './port.js';

/** A connection string for one role. Passwords are URL-safe by construction. */
export function databaseUrl(role: string, password: string, port: number, database: string): string {
  return `postgresql://${role}:${password}@${HOST}:${port}/${database}`;
}

/** The same connection string for another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.toString();
}
