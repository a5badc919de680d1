import { AuditCheckpoints, AuditPush, AuditRetention, rotateMasterKey } from '#audit';
import { BUILT_IN_MODEL, narrowedTo, systemScope } from '#auth';
import { BreakGlassUsesService } from '#break-glass';
import { newId, UnitOfWork } from '#libs/database';
import { FileStore } from '#libs/file-store';
import { rewrapEndpointSecrets } from '#events';
import { OrganizationsRestoreCheckService, PeopleRestoreCheckService } from '#privacy';
import { SeedingService } from '#reconciliation';
import { ServiceAccountDirectoryService, StagingDirectoryService } from '#tenants';
import { TombstoneLookupService } from '#users';
import { AlarmsService, LateDeliveryScrubberService, SilenceWatchService } from '#webhooks';
import { AuthorizationModelsStore } from '../../../src/permissions/authorization-models.store.js';
import { BulkActionsService } from '../../../src/privacy/bulk/bulk-actions.service.js';
import { PersonSubjectService } from '../../../src/privacy/erasure/person-subject.service.js';
import { FindingsService } from '../../../src/privacy/erasure/findings.service.js';
import { FoundTextsService } from '../../../src/privacy/erasure/found-texts.service.js';
import { PrivacyErasure } from '../../../src/privacy/records/privacy-erasure.entity.js';
import { ItemsStore } from '../../../src/reconciliation/records/items.store.js';
import { ReconciliationsStore } from '../../../src/reconciliation/records/reconciliations.store.js';
import { InvitationReviewService } from '../../../src/tenants/invitations/invitation-review.service.js';
import { MeStore } from '../../../src/tenants/access/me.store.js';
import { ReachStore } from '../../../src/tenants/access/reach.store.js';
import { OwnerlessOrganizationsService } from '../../../src/tenants/organizations/ownerless-organizations.service.js';
import { OwnershipSuccessionService } from '../../../src/tenants/memberships/ownership-succession.service.js';
import { SightingsWriterService } from '../../../src/usage/ledger/sightings-writer.service.js';
import { UsageDeadLettersStore } from '../../../src/usage/ledger/usage-dead-letters.store.js';
import { UsageLedgerStore } from '../../../src/usage/ledger/usage-ledger.store.js';
import { UsageRetentionService } from '../../../src/usage/ledger/usage-retention.service.js';
import { LateNewsService } from '../../../src/webhooks/apply/late-news.service.js';
import { ToldObjectsService } from '../../../src/webhooks/apply/told-objects.service.js';
import { UnknownRolesService } from '../../../src/webhooks/apply/unknown-roles.service.js';
import { until } from '../../support/test-app.js';
import { walkAccounts } from './walk-accounts.js';
import type { WorkingWorld } from './walk-work.js';

const ACTOR = { kind: 'system', name: 'cli' } as const;

/** What the command line does, and what happens so rarely that it is called here instead of waited for. */
export async function walkRare({
  app,
  clerk,
  database,
  environment,
  idOf,
  tenants,
}: WorkingWorld): Promise<void> {
  const of = <T>(part: abstract new (...parameters: never[]) => T): T => app.get(part, { strict: false });
  const unitOfWork = of(UnitOfWork);
  const [harbour] = tenants;
  const person = idOf(harbour.member);
  const inScope = (kind: Parameters<typeof systemScope>[0], work: () => Promise<unknown>) =>
    unitOfWork.run(systemScope(kind), work);

  const token = { holder: 'ak_of_nobody', subject: 'org_of_nobody', scopes: [], expiresAt: null } as const;
  const listed = { everybody: false, organizations: ['org_of_nobody'], roles: ['org:nobody'], addresses: [] };
  await of(StagingDirectoryService).hasPerson('user_of_nobody', listed);
  await of(StagingDirectoryService).hasOrganization(harbour.id, listed);
  await of(ServiceAccountDirectoryService).findByClerk({ kind: 'api_key', ...token });
  // The sealer of the app may be in charge of the log at the first try.
  await until('the log is signed', async () => (await of(AuditCheckpoints).signDue({ now: true })) > 0);
  await of(AuditRetention).dropBefore(new Date(0));
  await of(FileStore).list('erasures', new Date());
  await inScope('mirror', () => of(TombstoneLookupService).isTombstoned('organization', 'org_of_nobody'));
  await of(BreakGlassUsesService).use({
    tokenId: newId(),
    userId: person,
    reason: 'Clerk is out, for the plans',
    route: 'GET /api/v1/users',
    organizationId: null,
    propertyId: null,
    expiresAt: new Date(),
  });
  await inScope('audit', async () => {
    const push = of(AuditPush);
    await push.taken({ after: '0', position: '0' });
    await push.rewind(new Date(0));
  });
  const erasures = await database.query<{ id: string; user_id: string }>(
    `select id, user_id from privacy_erasures where status = 'done' order by id limit 1`,
  );
  const [{ id: erasureId, user_id: erasedId }] = erasures as [{ id: string; user_id: string }];
  const find = { place: 'public.sync_alarms.detail', rowKey: newId(), path: ['who'], text: 'One' };
  await inScope('privacy', async () => {
    await of(FindingsService).keep(erasureId, [{ ...find, spans: [[0, 3]], kind: 'name' }]);
    await of(FoundTextsService).read(find);
    await of(FoundTextsService).replace(find, '');
    await of(ReconciliationsStore).wasInTroubleBefore(newId());
    await of(ReconciliationsStore).delete(newId());
    await of(ItemsStore).clear(newId(), { kind: '', change: '', clerkId: '' }, 10);
    await of(AuthorizationModelsStore).findAppliedAt(newId());
    await of(UsageLedgerStore).beginAt('2000-01-01');
    await of(UsageRetentionService)['isClosed']('2000-01');
    await of(MeStore).countOrganizations(person);
    await of(ReachStore).listGroups(
      narrowedTo(systemScope('jobs'), harbour.id),
      harbour.places[0].id,
      BUILT_IN_MODEL.policy,
      'property:property:read',
      new Date(),
      10,
    );
    await of(OwnerlessOrganizationsService).notice(idOf(harbour.admin), ACTOR);
    await of(AlarmsService).raise({ kind: 'silence', subject: 'user', detail: {} });
    await of(UnknownRolesService).notice('org:never_heard_of');
    for (const table of ['property_grants', 'organization_grants', 'group_grants'] as const) {
      await of(InvitationReviewService)['take']({
        table,
        organization_id: harbour.id,
        property_id: harbour.places[0].id,
        holder_id: person,
        role: 'property:viewer',
        granted_by: person,
      });
    }
    await of(BulkActionsService)['isHeld'](person);
    const told = of(ToldObjectsService);
    const when = new Date();
    await told.sidesOf({}, 'orgmem_1');
    await told
      .membership({}, 'orgmem_1', { userId: undefined, organizationId: undefined }, when)
      .catch(() => undefined);
    await told.targetOfInvitation({}, 'orginv_1');
    await told['organizationOf']({ organizationId: harbour.id });
    await told.personOfSession({}, 'sess_1');
    await of(LateNewsService)['isLate']({ eventAt: when, receivedAt: when });
    await of(SilenceWatchService)['wasTold']({ kind: 'user', clerkId: 'user_1', at: new Date() });
    const letters = of(UsageDeadLettersStore);
    const seen = new Date();
    await letters.keep(
      [{ userId: person, organizationId: harbour.id, propertyId: null, firstAt: seen, lastAt: seen }],
      '40001',
    );
    await letters.remove([newId()]);
  });
  // The service writes them every few seconds, which may be after all else.
  const at = performance.now();
  await of(SightingsWriterService).write(
    [{ userId: person, organizationId: harbour.id, propertyId: null, firstMs: at, lastMs: at }],
    { isLast: false, onWritten: () => undefined },
  );
  const [{ user }] = (await database.query<{ user: string }>(
    'select clerk_id as user from users where id = $1',
    [person],
  )) as [{ user: string }];
  await of(OwnershipSuccessionService).confirmAtClerk({ organization: harbour.clerkId, user });
  await inScope('privacy', async () => {
    const row = await unitOfWork.manager().getRepository(PrivacyErasure).findOneByOrFail({ id: erasureId });
    await of(PersonSubjectService).wait(row, 'clerk');
    await of(PersonSubjectService).noteBlocked(row, 'Art. 17(3)(e) GDPR');
  });
  // As a restored backup of before would have them.
  await database.query(
    'insert into users (id, created_at, updated_at) values ($1, now(), now()) on conflict do nothing',
    [erasedId],
  );
  await of(PeopleRestoreCheckService).eraseAgain(await of(PeopleRestoreCheckService).find(), ACTOR);
  await database.query(
    `insert into organizations (id, name, status, created_at, updated_at)
     select organization_id, 'Back', 'active', now(), now() from organization_erasures where status = 'done' on conflict do nothing`,
  );
  await of(OrganizationsRestoreCheckService).eraseAgain(
    await of(OrganizationsRestoreCheckService).find(),
    ACTOR,
  );
  await of(LateDeliveryScrubberService).emptyLateDeliveries();
  await walkAccounts(of);
  // As on the first day: nothing is known to be here, and Clerk knows of more.
  await database.query('update reconciliation_lease set seeded_at = null');
  await clerk.control.seed({ users: 2, organizations: 1, membershipsPerOrganization: 2, seed: 99 });
  await of(SeedingService).seed(ACTOR);
  await rotateMasterKey(unitOfWork, environment.masterKey, Buffer.alloc(32, 1));
  await rewrapEndpointSecrets(unitOfWork, environment.masterKey, Buffer.alloc(32, 1));
}
