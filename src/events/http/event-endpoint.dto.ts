import { ApiProperty } from '@nestjs/swagger';
import {
  BooleanField,
  DateTimeField,
  EnumField,
  enumValue,
  IntegerField,
  ListField,
  PageQuery,
  PatternField,
  TextField,
} from '#libs/http';
import { DELIVERY_STATES } from '../deliveries/event-delivery.entity.js';
import type { DeliveryOfEvent } from '../deliveries/event-deliveries.store.js';
import { EventResponse } from '../feed/event.dto.js';
import { eventFilters } from '../feed/event-types.js';
import {
  DISABLED_BECAUSE,
  ENDPOINT_CONTENTS,
  ENDPOINT_STATES,
  type EventEndpoint,
} from '../endpoints/event-endpoint.entity.js';
import type { NewEndpoint } from './event-endpoints.service.js';

const DAY = 24 * 3600;

export class EventEndpointResponse {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null: of the platform' })
  organizationId!: string | null;

  @ApiProperty({ example: 'https://app.example/tenantry' })
  url!: string;

  @ApiProperty({ type: String, nullable: true })
  description!: string | null;

  @ApiProperty({
    enum: ENDPOINT_CONTENTS,
    description: 'audit_log: the rows of the audit log, for the receiver that AUDIT_PUSH_URL names',
  })
  content!: string;

  @ApiProperty({ type: [String], description: 'What it is told of; none: everything' })
  types!: string[];

  @ApiProperty({ enum: ENDPOINT_STATES })
  state!: string;

  @ApiProperty({
    enum: DISABLED_BECAUSE,
    type: String,
    nullable: true,
    description: 'gone: it answered 410. failing: it took nothing for five days',
  })
  disabledBecause!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Since when it has taken nothing; null: it takes what is sent',
  })
  failingSince!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when deliveries are signed by the secret before as well',
  })
  previousSecretUntil!: string | null;

  @ApiProperty({ description: 'As in the ETag' })
  version!: number;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who made it' })
  createdBy!: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;

  static from(endpoint: EventEndpoint): EventEndpointResponse {
    const {
      id,
      organizationId,
      url,
      description,
      content,
      types,
      state,
      disabledBecause,
      version,
      createdBy,
    } = endpoint;
    return {
      id,
      organizationId,
      url,
      description,
      content,
      types,
      state,
      disabledBecause,
      failingSince: endpoint.failingSince?.toISOString() ?? null,
      previousSecretUntil: endpoint.previousUntil?.toISOString() ?? null,
      version,
      createdBy,
      createdAt: endpoint.createdAt.toISOString(),
      updatedAt: endpoint.updatedAt.toISOString(),
    };
  }
}

export class NewEventEndpointResponse extends EventEndpointResponse {
  @ApiProperty({
    example: 'whsec_…',
    description: 'Signs what is delivered (Standard Webhooks). It is shown this once.',
  })
  secret!: string;

  static of({ endpoint, secret }: NewEndpoint): NewEventEndpointResponse {
    return { ...EventEndpointResponse.from(endpoint), secret };
  }
}

const URL_FIELD = {
  pattern: /^https?:\/\/[!-~]{1,2000}$/,
  max: 2000,
  expected: 'an https:// address',
  example: 'https://app.example/tenantry',
  description:
    'Where to send: https, on the public internet, without credentials. Redirects are not followed.',
} as const;
const TYPES_FIELD = {
  max: 50,
  unique: true,
  optional: true,
  description: 'Types of events, or all of one thing (grant.*); everything where none is named.',
} as const;

export class CreateEventEndpointRequest {
  @PatternField(URL_FIELD)
  url!: string;

  @TextField({ max: 200, optional: true, nullable: true, description: 'For people.' })
  description: string | null = null;

  @ListField(enumValue(eventFilters), TYPES_FIELD)
  types: string[] = [];
}

export class ChangeEventEndpointRequest {
  @PatternField({ ...URL_FIELD, optional: true })
  url?: string;

  @TextField({ max: 200, optional: true, nullable: true, description: 'For people.' })
  description?: string | null;

  @ListField(enumValue(eventFilters), TYPES_FIELD)
  types?: string[];

  @BooleanField({
    optional: true,
    description: 'Whether it is sent to. What happens while it is not is left out, unless it is replayed.',
  })
  enabled?: boolean;
}

export class RotateEndpointSecretRequest {
  @IntegerField({
    min: 0,
    max: 7 * DAY,
    optional: true,
    description: 'Seconds for which the old secret signs beside the new one; a day unless told.',
  })
  overlapSeconds = DAY;
}

export class ReplayEventsRequest {
  @EnumField(['dead', 'all'], {
    optional: true,
    description: 'dead: what was given up. all: everything the endpoint takes. dead unless told.',
  })
  only: 'dead' | 'all' = 'dead';

  @DateTimeField({ optional: true, description: 'Only what happened from then on; all of it unless told.' })
  since?: Date;
}

export class ReplayEventsResponse {
  @ApiProperty({ description: 'How many are sent again; oldest first, 10000 at most' })
  count!: number;
}

export class EventDeliveriesQuery extends PageQuery {
  @EnumField(DELIVERY_STATES, { optional: true, description: 'Only those in this state.' })
  state?: (typeof DELIVERY_STATES)[number];
}

/** One event on its way to one endpoint. */
export class EventDeliveryResponse {
  @ApiProperty({ enum: DELIVERY_STATES, description: 'dead: it was given up, and can be replayed' })
  state!: string;

  @ApiProperty({ description: 'Tries that were made' })
  attempts!: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the next try is due' })
  nextAttemptAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastAttemptAt!: string | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'The HTTP status that was refused with; null: nothing was answered, or it was taken',
  })
  lastStatus!: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'the receiver cannot be reached' })
  lastError!: string | null;

  @ApiProperty({ type: EventResponse })
  event!: EventResponse;

  static from({ delivery, event }: DeliveryOfEvent): EventDeliveryResponse {
    const { state, attempts, lastStatus, lastError } = delivery;
    return {
      state,
      attempts,
      nextAttemptAt: state === 'pending' ? delivery.nextAttemptAt.toISOString() : null,
      lastAttemptAt: delivery.lastAttemptAt?.toISOString() ?? null,
      lastStatus,
      lastError,
      event: EventResponse.from(event),
    };
  }
}
