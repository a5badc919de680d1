import { DiscoveryService } from '@nestjs/core';
import { readInventory } from '#auth';
import { newId } from '#libs/database';
import { Scheduler } from '#scheduler';
import type { DemoWorld } from '../../support/demo-world.js';
import { PeriodicJobs } from '../../../src/scheduler/periodic-jobs.js';

const REASON = 'to see how it is read';
/** Filters that a list is asked with once more, one after the other. */
const FILTERS = [
  'query=olivia',
  'email=olivia@harbour.test',
  'status=pending',
  'state=dead',
  'open=true',
  'outcome=denied',
  'action=property.updated',
  `actor=${newId()}`,
  `target=${newId()}`,
  'from=2026-01-01T00:00:00Z',
  'limit=2',
];

/** Has the service send what it sends: every route that reads, by those who may, every periodic job, some writes. */
export async function walkThrough(world: DemoWorld): Promise<void> {
  const { harbour } = world;
  const mark = await world.userId('mark@harbour.test');
  const olivia = world.as('olivia@harbour.test');
  const organization = `/api/v1/organizations/${harbour.id}`;
  await olivia.post(`${organization}/invitations`, { email: 'new@guest.test', role: 'org:member' });
  await olivia.post(`${organization}/properties/${harbour.seaside}/invitations`, {
    email: 'other@guest.test',
    role: 'property:staff',
  });
  await olivia.patch(`${organization}/properties/${harbour.seaside}`, { name: 'Seaside again' });
  await olivia.post('/api/v1/access/explain', {
    permission: 'property:members:manage',
    organizationId: harbour.id,
    propertyId: harbour.seaside,
    userId: mark,
  });
  await olivia.post('/api/v1/access/check', {
    permission: 'org:members:read',
    organizationId: harbour.id,
    userId: mark,
  });
  await world.as('vera@harbour.test').post('/api/v1/privacy/exports', {});
  await world.jobsDone();

  const routes = readInventory(world.app.get(DiscoveryService, { strict: false }));
  for (const { method, path } of routes) {
    if (method !== 'GET' || path.startsWith('/docs')) continue;
    const filled = path
      .replace(':organizationId', harbour.id)
      .replace(':propertyId', harbour.seaside)
      .replace(/:userId|:subjectId/, mark)
      .replace(/:[A-Za-z]+/g, newId());
    const asks = ['owner@tenantry.test', 'compliance@tenantry.test', 'olivia@harbour.test'];
    for (const email of asks) {
      for (const filter of ['', ...FILTERS]) {
        // One answer by everybody is enough; filters only where there is something to filter.
        if (filter !== '' && path.endsWith('Id')) continue;
        await world
          .as(email)
          .get(filter === '' ? filled : `${filled}?${filter}`)
          .set('X-Access-Reason', REASON);
      }
    }
  }

  const scheduler = world.app.get(Scheduler, { strict: false });
  for (const { name } of world.app.get(PeriodicJobs, { strict: false }).list) {
    const { done } = await scheduler.runNow(name, { kind: 'system', name: 'scheduler' });
    await done;
  }
  await world.jobsDone();
}
