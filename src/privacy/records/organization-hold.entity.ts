import { Column, Entity } from 'typeorm';
import { HoldRecord } from './hold-record.js';

/** A duty to keep an organization's data. */
@Entity('organization_holds')
export class OrganizationHold extends HoldRecord {
  @Column('uuid')
  organizationId!: string;
}
