import { ApiProperty } from '@nestjs/swagger';
import { DateTimeField, PageQuery, TextField, UuidField } from '#libs/http';
import type { OrganizationHold } from '../records/organization-hold.entity.js';
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

export class HoldResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) userId!: string;
  @ApiProperty() article!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ format: 'date-time' }) placedAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) until!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) releasedAt!: string | null;

  static from({ row, reason }: { row: PrivacyHold; reason: string | null }): HoldResponse {
    const { id, userId, article, placedAt, endsAt, releasedAt } = row;
    return {
      id,
      userId,
      article,
      reason,
      placedAt: placedAt.toISOString(),
      until: endsAt?.toISOString() ?? null,
      releasedAt: releasedAt?.toISOString() ?? null,
    };
  }
}

export class OrganizationHoldBody {
  @TextField({ max: 200, example: 'Art. 17(3)(e) GDPR' })
  article!: string;
}

export class OrganizationHoldResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() article!: string;
  @ApiProperty({ format: 'date-time' }) placedAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) releasedAt!: string | null;

  static from({ id, article, placedAt, releasedAt }: OrganizationHold): OrganizationHoldResponse {
    return {
      id,
      article,
      placedAt: placedAt.toISOString(),
      releasedAt: releasedAt?.toISOString() ?? null,
    };
  }
}
