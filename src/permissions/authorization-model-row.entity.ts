import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeclaredPermission } from '#auth';

/** One declaration of the application's permissions, as it was applied. The one with the highest number holds. */
@Entity('authorization_models')
export class AuthorizationModelRow {
  @PrimaryColumn('uuid')
  id!: string;

  /** Given by the database. */
  @Column({ type: 'bigint', insert: false, update: false })
  number!: string;

  @Column('jsonb')
  declared!: readonly DeclaredPermission[];

  @Column('timestamptz', { name: 'applied_at' })
  appliedAt!: Date;
}
