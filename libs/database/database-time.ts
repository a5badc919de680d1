import type { DataSource } from 'typeorm';

/** What time the database has now. */
export async function databaseTime(dataSource: DataSource): Promise<Date> {
  const [row] = await dataSource.query<{ time: Date }[]>('select clock_timestamp() as time');
  if (row === undefined) throw new Error('the database told no time');
  return row.time;
}
