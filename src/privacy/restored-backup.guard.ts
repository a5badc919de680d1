import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { OrganizationsRestoreCheckService } from './erasure/organizations-restore-check.service.js';
import { PeopleRestoreCheckService } from './erasure/people-restore-check.service.js';

/** What was erased is back, out of a backup: the service must not serve it. */
export class RestoredBackupError extends Error {
  constructor(people: number, organizations: number) {
    const counted = (count: number, one: string, many: string) =>
      count === 0 ? [] : [`${String(count)} erased ${count === 1 ? one : many}`];
    const back = [
      ...counted(people, 'person', 'people'),
      ...counted(organizations, 'organization', 'organizations'),
    ].join(' and ');
    super(
      `This database was restored from a backup, and ${back} ${people + organizations === 1 ? 'is' : 'are'} back in it. ` +
        'Look with "tenantry privacy restore-check", erase them again with "--apply", then start.',
    );
  }
}

/** Refuses to serve a database in which what was erased is back; a tool, which listens nowhere, may look at it. */
@Injectable()
export class RestoredBackupGuard implements OnModuleInit {
  constructor(
    private readonly http: HttpAdapterHost,
    private readonly people: PeopleRestoreCheckService,
    private readonly organizations: OrganizationsRestoreCheckService,
  ) {}

  /** @throws RestoredBackupError which ends the start */
  async onModuleInit(): Promise<void> {
    const listens = (this.http.httpAdapter as unknown) != null;
    if (!listens) return;
    const people = (await this.people.isOlderThanList()) ? await this.people.find() : [];
    const organizations = (await this.organizations.isOlderThanList()) ? await this.organizations.find() : [];
    if (people.length + organizations.length > 0)
      throw new RestoredBackupError(people.length, organizations.length);
  }
}
