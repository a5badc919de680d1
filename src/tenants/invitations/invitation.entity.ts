import { Column, Entity, PrimaryColumn } from 'typeorm';

export const invitationStatuses = ['pending', 'accepted', 'revoked', 'expired', 'failed'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];
/** The last that Clerk said of it; `unknown`: Clerk does not know it. */
export type StatusAtClerk = 'pending' | 'accepted' | 'revoked' | 'expired' | 'unknown';
/** Why an invitation was closed here before its time. */
export type RevocationReason = 'taken_back' | 'superseded' | 'inviter_lost_right';
export type InvitationDelivery = 'queued' | 'sent' | 'failed';

/** An address that was invited to an organization, or straight to one of its properties. */
@Entity('invitations')
export class Invitation {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  /** Of one request for many. */
  @Column('uuid', { nullable: true })
  batchId!: string | null;

  /** Null: to the organization only. */
  @Column('uuid', { nullable: true })
  propertyId!: string | null;

  /** Canonical form. */
  @Column('text')
  emailAddress!: string;

  /** The role that Clerk gives on acceptance. */
  @Column('text')
  organizationRole!: string;

  /** The role that we give on the property. */
  @Column('text', { nullable: true })
  propertyRole!: string | null;

  @Column('text')
  status!: InvitationStatus;

  /** How far it has got to Clerk, which sends the mail. */
  @Column('text')
  delivery!: InvitationDelivery;

  /** Why it did not get there; a code. */
  @Column('text', { nullable: true })
  deliveryError!: string | null;

  /** Several invitations of ours may stand behind one of Clerk's, which knows no properties. */
  @Column('text', { nullable: true })
  clerkId!: string | null;

  /** `clerk`: made on Clerk's own pages, on the authority of Clerk. */
  @Column('text')
  origin!: 'here' | 'clerk';

  /** On whose right it stands. Null: on Clerk's (`origin`), or of somebody who was erased. */
  @Column('uuid', { nullable: true })
  invitedBy!: string | null;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  /** When Clerk says it was accepted; the rights follow once the member is known here with that address verified. */
  @Column('timestamptz', { nullable: true })
  acceptedInClerkAt!: Date | null;

  /** Clerk's id of who accepted it there, where its event told. */
  @Column('text', { nullable: true })
  acceptedInClerkBy!: string | null;

  @Column('text', { nullable: true })
  statusAtClerk!: StatusAtClerk | null;

  @Column('timestamptz', { nullable: true })
  acceptedAt!: Date | null;

  @Column('uuid', { nullable: true })
  acceptedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;

  @Column('text', { nullable: true })
  revokedBecause!: RevocationReason | null;

  /** Clerk's id of the membership that grew out of it though it was void, and that is ended there. */
  @Column('text', { nullable: true })
  refusedMembershipId!: string | null;
}
