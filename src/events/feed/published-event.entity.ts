import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that happened, as subscribers are told of it. Ids, roles, states and times only. */
@Entity('events')
export class PublishedEvent {
  /** In the order of publication, without gaps. */
  @PrimaryColumn('bigint')
  position!: string;

  @Column('uuid')
  id!: string;

  @Column('text')
  type!: string;

  @Column('uuid', { nullable: true })
  organizationId!: string | null;

  @Column('uuid', { nullable: true })
  propertyId!: string | null;

  @Column('text')
  actorKind!: string;

  @Column('text')
  actorId!: string;

  @Column('text', { nullable: true })
  impersonatorId!: string | null;

  @Column('text', { nullable: true })
  targetKind!: string | null;

  @Column('text', { nullable: true })
  targetId!: string | null;

  @Column('jsonb')
  change!: object;

  /** Events of one key are delivered one after the other. */
  @Column('bigint', { name: 'lane' })
  orderingKey!: string;

  @Column('timestamptz')
  occurredAt!: Date;

  @Column('timestamptz')
  publishedAt!: Date;
}
