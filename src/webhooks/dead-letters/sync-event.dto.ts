import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, DateTimeField, EnumField, PageQuery, PatternField } from '#libs/http';
import type { SyncAlarm } from '../alarms/sync-alarm.entity.js';
import { alarmKinds } from '../alarms/sync-alarm.entity.js';
import type { WebhookDelivery } from '../webhook-delivery.entity.js';
import { redactPayload } from './redact-payload.rule.js';

const STATES = ['pending', 'applied', 'ignored', 'dead'] as const;
const EVENT_TYPE = { pattern: /^[A-Za-z.]+$/, max: 100, expected: 'the type of an event of Clerk’s' };
const OBJECT_ID = { pattern: /^[a-z]+_[0-9A-Za-z]+$/, max: 128, expected: 'an id of Clerk’s' };

export class SyncEventsQuery extends PageQuery {
  @EnumField(STATES, { optional: true, description: 'What became of the delivery.' })
  state?: (typeof STATES)[number];

  @PatternField({ ...EVENT_TYPE, optional: true, description: 'E.g. user.created.' })
  type?: string;

  @PatternField({ ...OBJECT_ID, optional: true, description: 'Clerk’s id of the object it is about.' })
  objectId?: string;

  @DateTimeField({ optional: true, description: 'Received then or later.' })
  from?: Date;

  @DateTimeField({ optional: true, description: 'Received before.' })
  before?: Date;
}

export class ReplayRequest {
  @EnumField(['dead', 'applied', 'ignored'], { optional: true, description: 'Default: dead.' })
  state?: 'dead' | 'applied' | 'ignored';

  @PatternField({ ...EVENT_TYPE, optional: true })
  type?: string;

  @DateTimeField({ optional: true, description: 'Received then or later.' })
  from?: Date;

  @DateTimeField({ optional: true, description: 'Received before.' })
  before?: Date;

  @BooleanField({ optional: true, description: 'Only count.' })
  dryRun?: boolean;
}

export class ReplayResponse {
  @ApiProperty({ description: 'How many the filter means.' })
  matched!: number;

  @ApiProperty({ description: 'How many are due again; 10 000 at most in one call.' })
  replayed!: number;

  @ApiProperty({
    description: 'Not replayed: waiting already, without a payload, or more than one call takes.',
  })
  left!: number;
}

/** One delivery of Clerk's, without its payload. */
export class SyncEventResponse {
  @ApiProperty({ example: 'msg_2Ro7e2IxrffdqBboq8KfB6eGbIy', description: 'svix-id' })
  id!: string;

  @ApiProperty({ example: 'user.created' })
  type!: string;

  @ApiProperty({ type: String, nullable: true })
  objectId!: string | null;

  @ApiProperty({ enum: STATES })
  state!: string;

  @ApiProperty()
  attempts!: number;

  @ApiProperty({ description: 'How often the same delivery came again.' })
  repeats!: number;

  @ApiProperty({ type: String, nullable: true, description: 'What went wrong last; never a value.' })
  lastError!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  eventAt!: string | null;

  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null unless it waits.' })
  nextAttemptAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  settledAt!: string | null;

  @ApiProperty({ description: 'Of the body as it came, hexadecimal.' })
  bodySha256!: string;

  @ApiProperty({ description: 'Payloads are dropped after 7 days; without one nothing can be replayed.' })
  hasPayload!: boolean;

  static from(delivery: WebhookDelivery): SyncEventResponse {
    return {
      id: delivery.svixId,
      type: delivery.eventType,
      objectId: delivery.objectId,
      state: delivery.state,
      attempts: delivery.attempts,
      repeats: delivery.repeats,
      lastError: delivery.lastError,
      eventAt: delivery.eventAt?.toISOString() ?? null,
      receivedAt: delivery.receivedAt.toISOString(),
      nextAttemptAt: delivery.state === 'pending' ? delivery.nextAttemptAt.toISOString() : null,
      settledAt: delivery.settledAt?.toISOString() ?? null,
      bodySha256: delivery.bodySha256.toString('hex'),
      hasPayload: delivery.payload !== null,
    };
  }
}

export class SyncEventDetailResponse extends SyncEventResponse {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'With everything personal hidden.',
  })
  payload!: unknown;

  static override from(delivery: WebhookDelivery): SyncEventDetailResponse {
    return { ...SyncEventResponse.from(delivery), payload: redactPayload(delivery.payload) };
  }
}

export class SyncAlarmsQuery extends PageQuery {
  @BooleanField({ fromText: true, optional: true, description: 'true: only those that still hold.' })
  open?: boolean;
}

/** Something about the synchronisation that somebody should look at. */
export class SyncAlarmResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: alarmKinds })
  kind!: string;

  @ApiProperty({ description: 'What it is about, where there may be several.' })
  subject!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  detail!: object;

  @ApiProperty()
  occurrences!: number;

  @ApiProperty({ format: 'date-time' })
  raisedAt!: string;

  @ApiProperty({ format: 'date-time' })
  lastSeenAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  clearedAt!: string | null;

  static from(alarm: SyncAlarm): SyncAlarmResponse {
    return {
      id: alarm.id,
      kind: alarm.kind,
      subject: alarm.subject,
      detail: alarm.detail,
      occurrences: alarm.occurrences,
      raisedAt: alarm.raisedAt.toISOString(),
      lastSeenAt: alarm.lastSeenAt.toISOString(),
      clearedAt: alarm.clearedAt?.toISOString() ?? null,
    };
  }
}
