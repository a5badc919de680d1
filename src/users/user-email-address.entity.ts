import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One of a person's addresses; an invitation is accepted only with a verified one. */
@Entity('user_email_addresses')
export class UserEmailAddress {
  @PrimaryColumn('uuid')
  userId!: string;

  /** Canonical form, see `canonicalEmail`. */
  @PrimaryColumn('text')
  emailAddress!: string;

  @Column('boolean')
  verified!: boolean;

  @Column('boolean')
  isPrimary!: boolean;
}
