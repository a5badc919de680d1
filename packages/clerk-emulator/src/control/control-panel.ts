import type { EmulatorCore } from '../emulator-core.js';
import { createOauthToken } from '../backend-api/machine-credentials.js';
import { createMachine } from '../backend-api/machines.js';
import { acceptInvitation, type AcceptingPerson } from '../operations/accept-invitation.js';
import { getInvitation } from '../operations/invitation-operations.js';
import { createMembership, findMembership } from '../operations/membership-operations.js';
import { createOrganization, getOrganization } from '../operations/organization-operations.js';
import { createSession, getSession, sessionsOf } from '../operations/session-operations.js';
import { mintSessionToken } from '../operations/session-token.js';
import { changeSettings, readSettings } from '../operations/settings.js';
import { createUser, findUserByEmail, getUser, newEmailAddress } from '../operations/user-operations.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import {
  membershipShape,
  organizationInvitationShape,
  organizationShape,
} from '../shapes/organization.shape.js';
import { permissionShape, roleShape } from '../shapes/role.shape.js';
import { sessionShape } from '../shapes/session.shape.js';
import { userShape } from '../shapes/user.shape.js';
import type { DeliveryRecord, JsonObject, SessionRecord, UserRecord } from '../state/records.js';
import { installDefaults } from '../state/defaults.js';
import type { WebhookQueue } from '../webhooks/webhook-queue.js';
import type {
  ClerkEmulatorControl,
  ControlState,
  Delivery,
  MintedToken,
  OauthTokenOptions,
  SeedCounts,
  SeedRequest,
  TokenOptions,
  PageSettings,
  WebhookSettings,
} from './control.types.js';
import type { FaultRule, Faults } from './faults.js';
import { eventExample } from './event-examples.js';
import { seedInstance } from './seed-instance.js';
import type { WebhookFaults, WebhookFaultSettings } from './webhook-faults.js';

/** The control panel: what a test or a person does to the instance from outside Clerk's own APIs. */
export class ControlPanel implements ClerkEmulatorControl {
  constructor(
    private readonly core: EmulatorCore,
    private readonly queue: WebhookQueue,
    private readonly faults: Faults,
    private readonly webhookFaults: WebhookFaults,
    private readonly defaultWebhook: WebhookSettings | undefined,
  ) {}

  tokens(options: TokenOptions): MintedToken {
    const user = this.person(options);
    const session = this.activeSession(user, options.organizationId);
    const jwt = mintSessionToken(this.core, session, {
      azp: this.core.authorizedParty,
      expiresInSeconds: options.expiresInSeconds,
      claims: options.claims,
    });
    return { jwt, sessionId: session.id };
  }

  oauthToken({ clientId, scopes = ['profile', 'email'], ...who }: OauthTokenOptions): { token: string } {
    return { token: createOauthToken(this.core, { clientId, scopes, userId: this.person(who).id }) };
  }

  machine(options: { name: string; scopes?: readonly string[] }): { id: string; secretKey: string } {
    const machine = createMachine(this.core, options);
    return { id: String(machine['id']), secretKey: String(machine['secret_key']) };
  }

  state(): ControlState {
    const { core } = this;
    const { state } = core;
    return {
      users: state.users.all().map((user) => userShape(core, user)),
      organizations: state.organizations
        .all()
        .map((organization) => organizationShape(core, organization, { membersCount: true })),
      organizationMemberships: state.memberships.all().map((membership) => membershipShape(core, membership)),
      organizationInvitations: state.organizationInvitations
        .all()
        .map(({ id }) => organizationInvitationShape(core, getInvitation(core, id))),
      sessions: state.sessions.all().map(({ id }) => sessionShape(getSession(core, id))),
      roles: state.roles.all().map((role) => roleShape(core, role)),
      permissions: state.permissions.all().map(permissionShape),
    };
  }

  seed(request: SeedRequest): Promise<SeedCounts> {
    return seedInstance(this.core, request);
  }

  acceptInvitation(id: string, person: AcceptingPerson = {}): { userId: string } {
    const user = acceptInvitation(this.core, getInvitation(this.core, id), person);
    createSession(this.core, { userId: user.id });
    return { userId: user.id };
  }

  setWebhooks(settings: Partial<WebhookSettings>): WebhookSettings {
    changeSettings(this.core, 'webhook_endpoint', { ...settings });
    this.queue.schedule();
    return this.webhooks();
  }

  setPages(pages: PageSettings | null): void {
    const { sign_in_url = null, sign_up_url = null, home_url = null } = pages ?? {};
    changeSettings(this.core, 'display_config', { sign_in_url, sign_up_url, home_url });
  }

  setClientTrust(isRequired: boolean): void {
    changeSettings(this.core, 'attack_protection', { client_trust: isRequired });
  }

  webhooks(): WebhookSettings {
    const { url, secret, enabled } = readSettings(this.core, 'webhook_endpoint');
    return {
      url: typeof url === 'string' ? url : null,
      secret: typeof secret === 'string' ? secret : null,
      enabled: enabled === true,
    };
  }

  flushWebhooks(): Promise<number> {
    return this.queue.flush();
  }

  emit(type: string, data?: JsonObject): void {
    this.core.events.emit(type, { ...eventExample(this.core, type), ...data });
  }

  deliveries(): Delivery[] {
    return this.core.state.deliveries.all().map(deliveryShape);
  }

  resend(id: string): void {
    if (!this.queue.resend(id)) throw notFound('delivery', id);
  }

  setFaults(rules: readonly FaultRule[]): void {
    this.faults.add(rules);
  }

  setWebhookFaults(settings: WebhookFaultSettings): void {
    this.webhookFaults.set(settings);
  }

  clearFaults(): void {
    this.faults.clear();
    this.webhookFaults.set({});
  }

  advanceClock(seconds: number): { now: number } {
    this.core.clock.advance(seconds);
    changeSettings(this.core, 'clock', { offset_ms: this.core.clock.offset });
    return { now: this.core.clock.now() };
  }

  now(): number {
    return this.core.clock.now();
  }

  reset(): void {
    const { state, ids, clock } = this.core;
    for (const table of state.tables()) table.clear();
    clock.restore(0);
    this.clearFaults();
    installDefaults(state, ids, clock.now());
    if (this.defaultWebhook) this.setWebhooks(this.defaultWebhook);
  }

  ensureUser(person: { email: string; firstName?: string; lastName?: string }): {
    id: string;
    created: boolean;
  } {
    const known = findUserByEmail(this.core, person.email);
    if (known) return { id: known.id, created: false };
    const user = createUser(this.core, {
      email_addresses: [newEmailAddress(this.core, person.email)],
      first_name: person.firstName ?? null,
      last_name: person.lastName ?? null,
    });
    return { id: user.id, created: true };
  }

  ensureOrganization(wanted: { name: string; slug: string; createdBy?: string }): {
    id: string;
    created: boolean;
  } {
    const known = this.core.state.organizations.one('slug', wanted.slug);
    if (known) return { id: known.id, created: false };
    return { id: createOrganization(this.core, wanted).id, created: true };
  }

  ensureMembership(wanted: { organizationId: string; userId: string; role: string }): {
    id: string;
    created: boolean;
  } {
    const known = findMembership(this.core, wanted.organizationId, wanted.userId);
    if (known) return { id: known.id, created: false };
    const organization = getOrganization(this.core, wanted.organizationId);
    return { id: createMembership(this.core, { ...wanted, organization }).id, created: true };
  }

  private person({ userId, email }: Pick<TokenOptions, 'userId' | 'email'>): UserRecord {
    if (userId !== undefined) return getUser(this.core, userId);
    if (email === undefined)
      throw clerkError(422, 'form_param_missing', 'is missing', 'Give a userId or an email.');
    const user = findUserByEmail(this.core, email);
    if (!user) throw notFound('user', email);
    return user;
  }

  /** The person's latest active session for that organization, or a new one: one browser per organization. */
  private activeSession(user: UserRecord, organizationId: string | undefined): SessionRecord {
    const wanted = organizationId === undefined ? null : getOrganization(this.core, organizationId).id;
    if (wanted !== null && !findMembership(this.core, wanted, user.id)) {
      throw clerkError(
        403,
        'not_a_member_in_organization',
        'not a member',
        `User ${user.id} is not a member of organization ${wanted}.`,
      );
    }
    const known = sessionsOf(this.core, user.id).findLast(
      (session) =>
        session.status === 'active' &&
        session.actor === null &&
        session.last_active_organization_id === wanted,
    );
    return known ?? createSession(this.core, { userId: user.id, organizationId: wanted });
  }
}

function deliveryShape(delivery: DeliveryRecord): Delivery {
  const last = delivery.attempts.at(-1);
  return {
    id: delivery.id,
    type: delivery.type,
    status: delivery.status,
    attempts: delivery.attempts.length,
    lastStatusCode: last?.status ?? null,
    lastError: last?.error ?? null,
    attemptedAt: delivery.attempts.map(({ at }) => at),
    nextAttemptAt: delivery.next_attempt_at,
    createdAt: delivery.created_at,
    payload: JSON.parse(delivery.payload) as JsonObject,
  };
}
