import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, TextField } from '#libs/http';
import type { PrivacyConsent, PrivacyHold, PrivacyRequest } from '../privacy.entities.js';

const WHO = 'Our id of the person, or Clerk’s.';

export class HoldBody {
  @TextField({ max: 100, description: WHO })
  userId!: string;

  @TextField({ max: 200, example: 'Art. 17(3)(e) GDPR' })
  article!: string;

  @TextField({ max: 1000, optional: true })
  reason?: string;
}

export class ConsentBody {
  @TextField({ max: 100 })
  purpose!: string;

  @TextField({ max: 50 })
  version!: string;

  @BooleanField({ description: 'false withdraws it' })
  given!: boolean;
}

export class ExtensionBody {
  @TextField({ max: 500, description: 'Why it takes longer (Art. 12(3) GDPR).' })
  reason!: string;
}

const iso = (moment: Date | null): string | null => moment?.toISOString() ?? null;

export class HoldResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) userId!: string;
  @ApiProperty() article!: string;
  @ApiProperty({ format: 'date-time' }) placedAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) releasedAt!: string | null;

  static from({ id, userId, article, placedAt, releasedAt }: PrivacyHold): HoldResponse {
    return { id, userId, article, placedAt: placedAt.toISOString(), releasedAt: iso(releasedAt) };
  }
}

export class ConsentResponse {
  @ApiProperty() purpose!: string;
  @ApiProperty() version!: string;
  @ApiProperty({ format: 'date-time' }) givenAt!: string;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) withdrawnAt!: string | null;

  static from({ purpose, version, givenAt, withdrawnAt }: PrivacyConsent): ConsentResponse {
    return { purpose, version, givenAt: givenAt.toISOString(), withdrawnAt: iso(withdrawnAt) };
  }
}

export class ConsentsResponse {
  @ApiProperty({ type: [ConsentResponse] }) data!: ConsentResponse[];
}

export class RequestResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() kind!: string;
  @ApiProperty() law!: string;
  @ApiProperty({ format: 'uuid' }) userId!: string;
  @ApiProperty({ format: 'date-time' }) receivedAt!: string;
  @ApiProperty({ format: 'date-time' }) dueAt!: string;
  @ApiProperty({ description: 'Negative once it is overdue.' }) daysLeft!: number;
  @ApiProperty({ enum: [0, 50, 80, 100] }) alarm!: number;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' }) duplicateOf!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) extendedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) closedAt!: string | null;

  static from(row: PrivacyRequest, figures: { daysLeft: number; alarm: number }): RequestResponse {
    const { id, kind, law, userId, receivedAt, duplicateOf } = row;
    return {
      id,
      kind,
      law,
      userId,
      receivedAt: receivedAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      ...figures,
      duplicateOf,
      extendedAt: iso(row.extendedAt),
      closedAt: iso(row.closedAt),
    };
  }
}
