import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ENDPOINT_CONTENTS = ['events', 'audit_log'] as const;
export const ENDPOINT_STATES = ['enabled', 'disabled'] as const;
/** `asked`: somebody did it. `gone`: it answered 410. `failing`: it took nothing for five days. */
export const DISABLED_BECAUSE = ['asked', 'gone', 'failing'] as const;

/** Where events are delivered to. */
@Entity('event_endpoints')
export class EventEndpoint {
  @PrimaryColumn('uuid')
  id!: string;

  /** Null: of the platform, which is told of everything. */
  @Column('uuid', { nullable: true })
  organizationId!: string | null;

  @Column('text')
  url!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  /** `audit_log`: rows of the audit log, for the one receiver that the settings name. */
  @Column('text')
  content!: (typeof ENDPOINT_CONTENTS)[number];

  /** Types of events, or families (`grant.*`); none: all. */
  @Column('text', { array: true })
  types!: string[];

  @Column('text')
  state!: (typeof ENDPOINT_STATES)[number];

  @Column('text', { nullable: true })
  disabledBecause!: (typeof DISABLED_BECAUSE)[number] | null;

  /** The secret that signs, wrapped by the master key. */
  @Column('bytea')
  wrappedSecret!: Buffer;

  /** The one before it, which signs as well until `previousUntil`. */
  @Column('bytea', { nullable: true })
  previousSecret!: Buffer | null;

  @Column('timestamptz', { nullable: true })
  previousUntil!: Date | null;

  @Column('text')
  masterKeyId!: string;

  /** Rounds in a row in which nothing was taken. */
  @Column('integer')
  failures!: number;

  @Column('timestamptz', { nullable: true })
  failingSince!: Date | null;

  /** Before it nothing is sent again. */
  @Column('timestamptz', { nullable: true })
  retryAt!: Date | null;

  @Column('integer')
  version!: number;

  @Column('uuid', { nullable: true })
  createdBy!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;
}

/** An endpoint that has not failed, or has an address that was not tried yet. */
export const UNTRIED = { failures: 0, failingSince: null, retryAt: null } as const;
/** What becomes of one that is sent to from now on. */
export const ENABLED = { state: 'enabled', disabledBecause: null, ...UNTRIED } as const;
/** What becomes of one that somebody wants nothing sent to any more. */
export const DISABLED = { state: 'disabled', disabledBecause: 'asked' } as const;
