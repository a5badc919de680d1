import type { TestDatabase } from '../../support/test-database.js';

/** Names of the files that lie in a folder of the store, whole or not. */
export async function storedIn(database: TestDatabase, folder: string, start = ''): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    'select name from stored_files where folder = $1 and starts_with(name, $2) order by name',
    [folder, start],
  );
  return rows.map(({ name }) => name);
}

/** All bytes of a file as they lie there. */
export async function storedBytes(database: TestDatabase, name: string): Promise<Buffer> {
  const rows = await database.query<{ content: Buffer }>(
    `select content from stored_file_chunks where file_id = (select id from stored_files where name = $1)
      order by number`,
    [name],
  );
  return Buffer.concat(rows.map(({ content }) => content));
}

/** Puts other bytes in place of those of a file of one row, as whoever can write to the database might. */
export async function overwriteStored(database: TestDatabase, name: string, content: Buffer): Promise<void> {
  await database.query(
    `with changed as (update stored_files set size = length($2::bytea) where name = $1 returning id)
     update stored_file_chunks set content = $2 from changed where file_id = id and number = 0`,
    [name, content],
  );
}

/** Takes a file away behind the service's back. */
export async function removeStored(database: TestDatabase, name: string): Promise<void> {
  await database.query(
    `delete from stored_file_chunks where file_id = (select id from stored_files where name = $1)`,
    [name],
  );
  await database.query('delete from stored_files where name = $1', [name]);
}

/** Lets a file look as if it was last written to two hours ago. */
export async function ageStored(database: TestDatabase, name: string): Promise<void> {
  await database.query(`update stored_files set changed_at = now() - interval '2 hours' where name = $1`, [
    name,
  ]);
}
