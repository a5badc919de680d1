import { ApiProperty } from '@nestjs/swagger';
import type { AuditRow } from '../chain/audit-row.js';
import type { ReadablePart } from '../personal-part.js';

export class AuditActor {
  @ApiProperty({ enum: ['user', 'service_account', 'system'] })
  kind!: string;

  @ApiProperty({
    description: 'Our id of a person or a service account, or the name of a part of the service.',
  })
  id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Who really acted, when somebody impersonated them.',
  })
  impersonatorId!: string | null;
}

export class AuditTarget {
  @ApiProperty({ pattern: '^[a-z][a-z_-]*$', example: 'property' })
  kind!: string;

  @ApiProperty()
  id!: string;
}

export class AuditClient {
  @ApiProperty({ example: '203.0.113.9' })
  address!: string;

  @ApiProperty({ type: String, nullable: true })
  userAgent!: string | null;
}

/** One row of the audit log, readable. */
export class AuditEntryResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Its position in the chain; null for a moment after the change.',
  })
  sequence!: number | null;

  @ApiProperty({ format: 'date-time', description: 'By the clock of the database, with microseconds.' })
  occurredAt!: string;

  @ApiProperty({ example: 'grant.given' })
  action!: string;

  @ApiProperty({ enum: ['allowed', 'denied'] })
  outcome!: string;

  @ApiProperty({ type: AuditActor })
  actor!: AuditActor;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  organizationId!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  propertyId!: string | null;

  @ApiProperty({ type: AuditTarget, nullable: true })
  target!: AuditTarget | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Before and after, or plain facts.',
  })
  change!: unknown;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What platform staff gave as the reason of their support access.',
  })
  reason!: string | null;

  @ApiProperty({
    type: AuditClient,
    nullable: true,
    description: 'From where; null too for support accesses of platform staff.',
  })
  client!: AuditClient | null;

  @ApiProperty({ description: 'Whether reason or client were erased with their person.' })
  erased!: boolean;

  @ApiProperty({ type: String, nullable: true })
  requestId!: string | null;

  static from(row: AuditRow, { reason, client, isErased }: ReadablePart): AuditEntryResponse {
    return {
      id: row.id,
      sequence: row.sequence === null ? null : Number(row.sequence),
      occurredAt: row.occurred_at,
      action: row.action,
      outcome: row.outcome,
      actor: { kind: row.actor_kind, id: row.actor_id, impersonatorId: row.impersonator_id },
      organizationId: row.organization_id,
      propertyId: row.property_id,
      target: row.target_id === null ? null : { kind: row.target_kind ?? '', id: row.target_id },
      change: JSON.parse(row.change) as unknown,
      reason,
      client,
      erased: isErased,
      requestId: row.request_id,
    };
  }
}
