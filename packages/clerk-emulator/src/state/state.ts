import type {
  ClientRecord,
  DeliveryRecord,
  DocumentRecord,
  MembershipRecord,
  OrganizationInvitationRecord,
  OrganizationRecord,
  PermissionRecord,
  RoleRecord,
  SessionRecord,
  UserRecord,
} from './records.js';
import { Table, type ChangeListener, type StoredObject } from './table.js';

/** Everything the instance knows, in memory. */
export class State {
  readonly users;
  readonly organizations;
  readonly memberships;
  readonly organizationInvitations;
  readonly sessions;
  readonly clients;
  readonly roles;
  readonly permissions;
  readonly documents;
  readonly deliveries;

  constructor(changed: ChangeListener) {
    this.users = new Table(
      'users',
      {
        email: (user: UserRecord) => user.email_addresses.map((email) => email.email_address),
        phone: (user: UserRecord) => user.phone_numbers.map((phone) => phone.phone_number),
        identification: (user: UserRecord) =>
          [...user.email_addresses, ...user.phone_numbers, ...user.web3_wallets].map(({ id }) => id),
        username: (user: UserRecord) => (user.username === null ? [] : [user.username]),
        externalId: (user: UserRecord) => (user.external_id === null ? [] : [user.external_id]),
      },
      changed,
    );
    this.organizations = new Table(
      'organizations',
      {
        slug: (organization: OrganizationRecord) => [organization.slug],
        creator: (organization: OrganizationRecord) =>
          organization.created_by === null ? [] : [organization.created_by],
      },
      changed,
    );
    this.memberships = new Table(
      'memberships',
      {
        organization: (membership: MembershipRecord) => [membership.organization_id],
        user: (membership: MembershipRecord) => [membership.user_id],
        pair: (membership: MembershipRecord) => [`${membership.organization_id} ${membership.user_id}`],
        role: (membership: MembershipRecord) => [membership.role],
        organizationRole: (membership: MembershipRecord) => [
          `${membership.organization_id} ${membership.role}`,
        ],
      },
      changed,
    );
    this.organizationInvitations = new Table(
      'organizationInvitations',
      {
        organization: (invitation: OrganizationInvitationRecord) => [invitation.organization_id],
        email: (invitation: OrganizationInvitationRecord) => [invitation.email_address],
        pending: (invitation: OrganizationInvitationRecord) =>
          invitation.status === 'pending' ? [invitation.organization_id] : [],
        ticket: (invitation: OrganizationInvitationRecord) => [invitation.ticket],
      },
      changed,
    );
    this.sessions = new Table(
      'sessions',
      {
        user: (session: SessionRecord) => [session.user_id],
        client: (session: SessionRecord) => [session.client_id],
        organization: (session: SessionRecord) =>
          session.last_active_organization_id === null ? [] : [session.last_active_organization_id],
      },
      changed,
    );
    this.clients = new Table('clients', { secret: (client: ClientRecord) => [client.secret] }, changed);
    this.roles = new Table('roles', { key: (role: RoleRecord) => [role.key] }, changed);
    this.permissions = new Table(
      'permissions',
      { key: (permission: PermissionRecord) => [permission.key] },
      changed,
    );
    this.documents = new Table(
      'documents',
      {
        kind: (document: DocumentRecord) => [document.kind],
        lookup: (document: DocumentRecord) =>
          document.lookup === null ? [] : [`${document.kind} ${document.lookup}`],
      },
      changed,
    );
    this.deliveries = new Table(
      'deliveries',
      { status: (delivery: DeliveryRecord) => [delivery.status] },
      changed,
    );
  }

  /** Every table, for loading, saving and clearing. */
  tables(): AnyTable[] {
    return [
      this.users,
      this.organizations,
      this.memberships,
      this.organizationInvitations,
      this.sessions,
      this.clients,
      this.roles,
      this.permissions,
      this.documents,
      this.deliveries,
    ];
  }
}

/** A table seen without its kind. */
export interface AnyTable {
  readonly name: string;
  readonly size: number;
  restore(row: StoredObject): void;
  delete(id: string): StoredObject | undefined;
  all(): StoredObject[];
  clear(): void;
}
