import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How people of one organization, or staff of the platform, must sign in. */
@Entity('sign_in_policies')
export class SignInPolicyRow {
  @PrimaryColumn('uuid')
  id!: string;

  /** Null: the platform's. */
  @Column('uuid', { nullable: true })
  organizationId!: string | null;

  /** False once the default holds again. */
  @Column('boolean')
  isSet!: boolean;

  @Column('boolean')
  secondFactorRequired!: boolean;

  @Column('text', { array: true })
  allowedNetworks!: string[];

  @Column('integer', { nullable: true })
  maxSessionMinutes!: number | null;

  @Column('text', { array: true })
  allowedStrategies!: string[];

  @Column('integer')
  version!: number;

  @Column('timestamptz')
  updatedAt!: Date;
}
