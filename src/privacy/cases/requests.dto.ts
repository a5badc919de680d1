import { ApiProperty } from '@nestjs/swagger';
import {
  EnumField,
  enumValue,
  IntegerField,
  ListField,
  PageQuery,
  patternValue,
  TextField,
  UuidField,
} from '#libs/http';
import { PURPOSE_KEY } from '../consents/consents.dto.js';
import type { PrivacyRequest } from '../records/privacy.entities.js';
import { CORRECTABLE, guidanceFor } from './correction.rule.js';
import {
  alarmPercent,
  daysLeft,
  type Law,
  LAWS,
  REQUEST_KINDS,
  type RequestKind,
} from '../deadline/deadline.rule.js';
import { rightOf } from './right.rule.js';

const purposeKey = patternValue(PURPOSE_KEY.pattern, PURPOSE_KEY.max, PURPOSE_KEY.expected);

export class RequestBody {
  @TextField({ max: 100, description: 'Our id of the person, or Clerk’s.' })
  userId!: string;

  @EnumField(['correction', 'objection'], {
    description: 'Access and erasure are asked for under /privacy/exports and /privacy/erasures.',
  })
  kind!: 'correction' | 'objection';

  @EnumField(LAWS, { optional: true, description: 'gdpr unless told.' })
  law?: Law;

  @ListField(enumValue(CORRECTABLE), { optional: true, max: 10, unique: true, description: 'What is wrong.' })
  fields?: string[];

  @ListField(purposeKey, { optional: true, max: 50, unique: true, description: 'What is objected to.' })
  purposes?: string[];

  @TextField({ max: 2000, multiline: true, optional: true, description: 'Kept under the key of the person.' })
  details?: string;
}

export class RequestsQuery extends PageQuery {
  @EnumField(['open', 'closed', 'all'], { optional: true, description: 'open unless told.' })
  status: 'open' | 'closed' | 'all' = 'open';

  @EnumField(REQUEST_KINDS, { optional: true, description: 'What is asked for.' })
  kind?: RequestKind;

  @EnumField(LAWS, { optional: true, description: 'The law that it stands under.' })
  law?: Law;

  @UuidField({ optional: true, description: 'Only requests about this person.' })
  userId?: string;

  @IntegerField({
    min: 0,
    max: 100,
    fromText: true,
    optional: true,
    description: 'Only those of whose time so many percent have gone by.',
  })
  alarm?: number;
}

export class ExtensionBody {
  @TextField({ max: 500, description: 'Why it takes longer; the person reads it (Art. 12(3) GDPR).' })
  reason!: string;
}

export class LawBody {
  @EnumField(LAWS)
  law!: Law;
}

export class ResolutionBody {
  @EnumField(['fulfilled', 'partly_fulfilled', 'refused'])
  outcome!: 'fulfilled' | 'partly_fulfilled' | 'refused';

  @TextField({
    max: 2000,
    multiline: true,
    description: 'For the person: what was done, or why not (Art. 12(4) GDPR).',
  })
  reason!: string;
}

/** What a request's days are counted by. */
export interface RequestClock {
  readonly now: Date;
  /** IANA */
  readonly timeZone: string;
}

const iso = (moment: Date | null): string | null => moment?.toISOString() ?? null;

export class RequestResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: REQUEST_KINDS }) kind!: string;
  @ApiProperty({ enum: LAWS }) law!: string;
  @ApiProperty({ description: 'What the law calls it.' }) right!: string;
  @ApiProperty({ format: 'uuid' }) userId!: string;
  @ApiProperty({ format: 'uuid', description: 'Who asked: the person, signed in, or staff for them.' })
  requestedBy!: string;
  @ApiProperty({ type: [String] }) fields!: string[];
  @ApiProperty({ type: [String] }) purposes!: string[];
  @ApiProperty({ format: 'date-time' }) receivedAt!: string;
  @ApiProperty({ format: 'date-time', description: 'The end of the last day, in `timeZone`.' })
  dueAt!: string;
  @ApiProperty({
    description: 'Of the controller: deadlines end with a day there.',
    example: 'Europe/Lisbon',
  })
  timeZone!: string;
  @ApiProperty({ description: 'Negative once it is overdue.' }) daysLeft!: number;
  @ApiProperty({ enum: [0, 50, 80, 100] }) alarm!: number;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' }) duplicateOf!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) extendedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) closedAt!: string | null;
  @ApiProperty({ enum: ['fulfilled', 'partly_fulfilled', 'refused', 'withdrawn'], nullable: true }) outcome!:
    string | null;

  static from(row: PrivacyRequest, { now, timeZone }: RequestClock): RequestResponse {
    const { id, kind, law, userId, requestedBy, fields, purposes, receivedAt, duplicateOf, outcome } = row;
    // The clock of a request stops when it is closed.
    const until = row.closedAt ?? now;
    return {
      id,
      kind,
      law,
      right: rightOf(law, kind),
      userId,
      requestedBy,
      fields,
      purposes,
      receivedAt: receivedAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      timeZone,
      daysLeft: daysLeft(row.dueAt, until),
      alarm: alarmPercent(receivedAt, row.dueAt, until),
      duplicateOf,
      extendedAt: iso(row.extendedAt),
      closedAt: iso(row.closedAt),
      outcome,
    };
  }
}

export class GuidanceResponse {
  @ApiProperty() field!: string;
  @ApiProperty() where!: string;
}

export class RequestDetailResponse extends RequestResponse {
  @ApiProperty({ type: String, nullable: true }) details!: string | null;
  @ApiProperty({ type: String, nullable: true }) extensionReason!: string | null;
  @ApiProperty({ type: String, nullable: true }) outcomeReason!: string | null;
  @ApiProperty({ type: [GuidanceResponse], description: 'Where each field of a correction is put right.' })
  guidance!: GuidanceResponse[];

  static of(
    row: PrivacyRequest,
    texts: Pick<RequestDetailResponse, 'details' | 'extensionReason' | 'outcomeReason'>,
    clock: RequestClock,
  ): RequestDetailResponse {
    const guidance = row.kind === 'correction' ? guidanceFor(row.fields) : [];
    return { ...RequestResponse.from(row, clock), ...texts, guidance };
  }
}
