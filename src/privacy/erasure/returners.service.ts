import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { systemScope } from '#auth';
import { Environment } from '#libs/config';
import { UnitOfWork } from '#libs/database';
import { MirrorGate } from '#users';

const KEPT_DAYS = 8;

/** Who was erased and is here again: by a late webhook, or by a backup of before. */
@Injectable()
export class Returners {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gate: MirrorGate,
    private readonly environment: Environment,
  ) {}

  /** Writes an erasure down outside the database, so that a restored backup is found out. Ids of ours only. */
  async note(erasureId: string, userId: string): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    await appendFile(this.file, `${JSON.stringify({ erasureId, userId })}\n`, { mode: 0o600, flush: true });
  }

  /** Our ids of erased people who have a row again. */
  async find(): Promise<string[]> {
    const erased = [...new Set((await this.list()).map(({ userId }) => userId))];
    const rows = await this.unitOfWork.run(systemScope('privacy'), () =>
      this.unitOfWork
        .manager()
        .query<{ id: string }[]>('select id from users where id = any($1::uuid[]) order by id', [erased]),
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Empties deliveries that came, or were replayed, after their person was gone. What is not applied yet waits.
   *
   * @returns how many were emptied
   */
  async emptyLateDeliveries(): Promise<number> {
    return this.unitOfWork.run(systemScope('privacy'), async () => {
      const manager = this.unitOfWork.manager();
      const rows = await manager.query<{ svix_id: string; people: string[] }[]>(
        `select svix_id, array(select distinct m[1] from regexp_matches(
             coalesce(object_id, '') || ' ' || coalesce(payload::text, ''), '(user_[A-Za-z0-9]+)', 'g') m) as people
           from webhook_deliveries
          where state <> 'pending' and (payload is not null or object_id is not null)
            and received_at > now() - make_interval(days => $1)`,
        [KEPT_DAYS],
      );
      const known = new Map<string, boolean>();
      const late: string[] = [];
      for (const { svix_id: svixId, people } of rows) {
        for (const person of people) {
          if (!known.has(person)) known.set(person, await this.gate.isBuried('user', person));
          if (known.get(person) === true) late.push(svixId);
        }
      }
      if (late.length > 0) {
        await manager.query(
          'update webhook_deliveries set object_id = null, payload = null, last_error = null where svix_id = any($1)',
          [late],
        );
      }
      return new Set(late).size;
    });
  }

  private async list(): Promise<{ erasureId: string; userId: string }[]> {
    try {
      const lines = (await readFile(this.file, 'utf8')).split('\n').filter((line) => line !== '');
      return lines.map((line) => JSON.parse(line) as { erasureId: string; userId: string });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }

  private get file(): string {
    return join(this.environment.dataDir, 'privacy', 'erasures.ndjson');
  }
}
