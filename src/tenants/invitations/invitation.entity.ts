import { Column, Entity, PrimaryColumn } from 'typeorm';

export type InvitationStatus = 'pending' | 'accepted' | 'revoked' | 'expired' | 'failed';
export type InvitationDelivery = 'queued' | 'sent' | 'failed';

/** An address that was invited to an organization, or straight to one of its properties. */
@Entity('invitations')
export class Invitation {
  @PrimaryColumn('uuid')
  organizationId!: string;

  @PrimaryColumn('uuid')
  id!: string;

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

  @Column('timestamptz', { nullable: true })
  acceptedAt!: Date | null;

  @Column('uuid', { nullable: true })
  acceptedBy!: string | null;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;
}
