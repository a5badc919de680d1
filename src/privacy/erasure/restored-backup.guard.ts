import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RestoredPeople } from './restored-people.service.js';

/** Erased people are back, out of a backup: the service must not serve them. */
export class RestoredBackupError extends Error {
  constructor(count: number) {
    super(
      `This database was restored from a backup, and ${String(count)} erased ${count === 1 ? 'person is' : 'people are'} back in it. ` +
        'Look with "tenantry privacy restore-check", erase them again with "--apply", then start.',
    );
  }
}

/** Refuses to serve a database in which an erased person is back; a tool, which listens nowhere, may look at it. */
@Injectable()
export class RestoredBackupGuard implements OnModuleInit {
  constructor(
    private readonly http: HttpAdapterHost,
    private readonly restored: RestoredPeople,
  ) {}

  /** @throws RestoredBackupError which ends the start */
  async onModuleInit(): Promise<void> {
    const listens = (this.http.httpAdapter as unknown) != null;
    if (!listens || !(await this.restored.isOlderThanList())) return;
    const returned = await this.restored.find();
    if (returned.length > 0) throw new RestoredBackupError(returned.length);
  }
}
