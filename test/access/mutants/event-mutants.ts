import { edit, fault, type Mutant } from './mutant.js';

const STORE = 'src/events/publishing/event-publisher.store.ts';
const WORKER = 'src/events/deliveries/event-delivery.worker.ts';
const DELIVERIES = 'src/events/deliveries/event-deliveries.store.ts';
const OUTCOME = 'src/events/deliveries/delivery-outcome.rule.ts';
const SECRET = 'src/events/endpoints/endpoint-secret.ts';
const AUDIT = 'src/events/deliveries/audit-deliveries.ts';
const AUDIT_ENDPOINT = 'src/events/endpoints/audit-endpoint.service.ts';
const SERVICE = 'src/events/http/event-endpoints.service.ts';
const CHANGES = 'src/events/publishing/access-changes.service.ts';
const AFFECTED = 'src/events/publishing/affected-access.rule.ts';

const ENDPOINTS_SPEC = 'test/e2e/events/endpoints.spec.ts';
const PUSH_SPEC = 'test/e2e/audit/push.spec.ts';
const FEED_SPEC = 'test/e2e/events/feed.spec.ts';
const HISTORIES_SPEC = 'test/e2e/events/random-histories.spec.ts';

/** Faults in what subscribers are told. */
export const eventMutants: readonly Mutant[] = [
  fault(
    'an endpoint is told of another organization',
    [edit(STORE, 'p.organization_id = e."organizationId"', 'p.organization_id is not null')],
    ENDPOINTS_SPEC,
    'own organization alone',
  ),
  fault(
    'an endpoint is sent types that it did not ask for',
    [edit(STORE, " and ${isWantedType('e.type', 'p.types')}", '')],
    ENDPOINTS_SPEC,
    'once and in order',
  ),
  fault(
    'what comes behind a failed event overtakes it',
    [
      edit(WORKER, 'if (!outcome.isDelivered) break;', ''),
      edit(DELIVERIES, 'and next_attempt_at > :now', 'and next_attempt_at < :now'),
    ],
    ENDPOINTS_SPEC,
    'waits',
  ),
  fault(
    'an event that was never taken is given up at once',
    [edit(DELIVERIES, "pause === null ? 'dead' : 'pending'", "pause === null ? 'dead' : 'dead'")],
    ENDPOINTS_SPEC,
    'tried again with the same id',
  ),
  fault(
    'an endpoint that is gone is sent to for days',
    [edit(OUTCOME, "isGone ? 'gone' : ", '')],
    ENDPOINTS_SPEC,
    'answer 410',
  ),
  fault(
    'an endpoint that takes nothing is sent to for ever',
    [edit(OUTCOME, "isFailingForLong ? 'failing' : null", 'isFailingForLong ? null : null')],
    ENDPOINTS_SPEC,
    'five days',
  ),
  fault(
    'a rotated secret stops at once',
    [edit(SECRET, 'isStillGood ? [open(previousSecret)] : []', 'isStillGood ? [] : []')],
    ENDPOINTS_SPEC,
    'secret before it',
  ),
  fault(
    'the mark of the audit log moves on by what was not taken',
    [edit(AUDIT, 'if (isDelivered && after !== null)', 'if (after !== null)')],
    PUSH_SPEC,
    'goes on where it stopped',
  ),
  fault(
    'what the settings no longer name is sent the audit log',
    [edit(AUDIT_ENDPOINT, 'return isOff ? {} : DISABLED', 'return isOff ? {} : {}')],
    PUSH_SPEC,
    'stops and goes on with the settings',
  ),
  fault(
    'an owner sends the audit log to an address of their own',
    [edit(SERVICE, 'if (changed.length > 0 || !isMended) demandOurs(before);', '')],
    PUSH_SPEC,
    'which the settings alone change',
  ),
  fault(
    'an address inside a private network is taken',
    [
      edit(
        'src/events/endpoints/endpoint-url.ts',
        'isIP(host) > 0 && !isPublicAddress(host)',
        'isIP(host) > 99',
      ),
    ],
    ENDPOINTS_SPEC,
    'are not made at',
  ),
  fault(
    'nobody is told that a right has run out',
    [
      edit(
        CHANGES,
        'people.push(...(await this.snapshots.listDue(now, DUE_AT_ONCE)));',
        'people.push(...(await this.snapshots.listDue(new Date(0), DUE_AT_ONCE)));',
      ),
    ],
    FEED_SPEC,
    'has run out',
  ),
  fault(
    'a changed role tells of nobody who holds it',
    [
      edit(
        AFFECTED,
        "['organization', 'role', 'group', 'property']",
        "['organization', 'group', 'property']",
      ),
    ],
    HISTORIES_SPEC,
  ),
  fault(
    'a changed group tells of nobody who is in it',
    [edit(AFFECTED, "['organization', 'role', 'group', 'property']", "['organization', 'role', 'property']")],
    HISTORIES_SPEC,
  ),
  fault(
    'a ban tells of no lost right',
    [edit(AFFECTED, "new Set(['user', 'privacy', 'subject'])", "new Set(['privacy', 'subject'])")],
    HISTORIES_SPEC,
  ),
];
