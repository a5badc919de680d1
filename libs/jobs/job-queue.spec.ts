import { describe, expect, it } from 'vitest';
import type { UnitOfWork } from '#libs/database';
import { defineJob } from './job-definition.js';
import { JobQueue } from './job-queue.js';

const clean = defineJob<Record<string, never>>('rooms.clean');
const queueFor = (declared: string[]) =>
  new JobQueue(
    {
      databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
      works: false,
      declared,
      onError: () => undefined,
      onFailedTry: () => undefined,
    },
    {} as UnitOfWork,
  );
const done = () => Promise.resolve();

describe('the kinds of jobs', () => {
  it('are those that the modules declare, each with one handler', () => {
    expect(() => {
      queueFor([]).register(clean, done);
    }).toThrow('job rooms.clean stands in no manifest');
    const queue = queueFor(['rooms.clean']);
    queue.register(clean, done);
    expect(() => {
      queue.register(clean, done);
    }).toThrow('two handlers');
  });

  it('do not start when nobody does one of them', async () => {
    await expect(queueFor(['rooms.clean']).start()).rejects.toThrow(
      'job rooms.clean is declared and nobody does it',
    );
  });
});
