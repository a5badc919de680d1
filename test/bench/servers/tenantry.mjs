import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { AuditLog } from '#audit';
import { poolOf } from '#libs/database';
import { parseEnvironment } from '#settings';
import { createApp } from '#src/create-app';
import { listening } from './listening.mjs';

const app = await createApp(parseEnvironment(process.env));
// pg asks for this number whenever it opens a connection.
const { BENCH_POOL: pool } = process.env;
if (pool !== undefined) poolOf(app.get(DataSource)).options.max = Number(pool);
// What is left of a change when nobody writes it down.
if (process.env.BENCH_WITHOUT_AUDIT === 'true')
  app.get(AuditLog, { strict: false }).record = async () => undefined;
await app.listen(0, '127.0.0.1');
listening(await app.getUrl(), () => app.close());
