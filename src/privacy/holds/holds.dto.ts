import { ApiProperty } from '@nestjs/swagger';
import { DateTimeField, PageQuery, TextField, UuidField } from '#libs/http';
import type { HoldRecord } from '../records/hold-record.js';
import type { PrivacyHold } from '../records/privacy.entities.js';

export class HoldBody {
  @TextField({ max: 100, description: 'Our id of the person, or Clerk’s.' })
  userId!: string;

  @TextField({
    max: 200,
    example: 'Art. 17(3)(e) GDPR',
    description: 'The rule that demands it; the person is told.',
  })
  article!: string;

  @TextField({ max: 1000, optional: true, description: 'For staff; kept under the key of the person.' })
  reason?: string;

  @DateTimeField({
    optional: true,
    description: 'When the duty ends by itself; without it, until it is released.',
  })
  until?: Date;
}

export class HoldsQuery extends PageQuery {
  @UuidField({ optional: true, description: 'Only holds on this person.' })
  userId?: string;
}

export class OrganizationHoldBody {
  @TextField({ max: 200, example: 'Art. 17(3)(e) GDPR' })
  article!: string;
}

/** What every hold says of itself, whoever it is on. */
export class OrganizationHoldResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() article!: string;
  @ApiProperty({ format: 'date-time' }) placedAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) releasedAt!: string | null;

  static from({ id, article, placedAt, releasedAt }: HoldRecord): OrganizationHoldResponse {
    return { id, article, placedAt: placedAt.toISOString(), releasedAt: releasedAt?.toISOString() ?? null };
  }
}

export class HoldResponse extends OrganizationHoldResponse {
  @ApiProperty({ format: 'uuid' }) userId!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) until!: string | null;

  static override from(row: PrivacyHold & { reason: string | null }): HoldResponse {
    const { userId, reason, endsAt } = row;
    return { ...OrganizationHoldResponse.from(row), userId, reason, until: endsAt?.toISOString() ?? null };
  }
}
