import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#auth';
import { describeScope, UnitOfWork } from '#libs/database';
import { CursorCodec, type Page, pageById, type PageQuery, setEtag } from '#libs/http';
import { EventDeliveriesStore } from '../deliveries/event-deliveries.store.js';
import {
  type ChangeEventEndpointRequest,
  type CreateEventEndpointRequest,
  type EventDeliveriesQuery,
  EventDeliveryResponse,
  EventEndpointResponse,
  NewEventEndpointResponse,
  type ReplayEventsRequest,
  type ReplayEventsResponse,
} from './event-endpoint.dto.js';
import type { EndpointsScope } from '../endpoints/event-endpoints.store.js';
import { EventEndpointsService } from './event-endpoints.service.js';
import { locationOfEndpoint } from '../endpoints/location-of-endpoint.js';

/** What the routes on endpoints do, of an organization and of the platform alike. */
@Injectable()
export class EndpointRoutes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: EventEndpointsService,
    private readonly deliveries: EventDeliveriesStore,
    private readonly cursors: CursorCodec,
  ) {}

  async list(scope: EndpointsScope, query: PageQuery): Promise<Page<EventEndpointResponse>> {
    return pageById(this.cursors, `event endpoints of ${describeScope(scope)}`, query, {
      read: (before, limit) => this.endpoints.list(scope, before, limit),
      keyOf: ({ id }) => id,
      present: (endpoint) => EventEndpointResponse.from(endpoint),
    });
  }

  async create(
    scope: EndpointsScope,
    caller: Caller,
    body: CreateEventEndpointRequest,
    reply: FastifyReply,
  ): Promise<NewEventEndpointResponse> {
    const made = await this.endpoints.create(scope, caller, body);
    void reply.header('location', locationOfEndpoint(made.endpoint));
    setEtag(reply, made.endpoint.version);
    return NewEventEndpointResponse.of(made);
  }

  async read(scope: EndpointsScope, id: string, reply: FastifyReply): Promise<EventEndpointResponse> {
    const endpoint = await this.endpoints.get(scope, id);
    setEtag(reply, endpoint.version);
    return EventEndpointResponse.from(endpoint);
  }

  async change(
    scope: EndpointsScope,
    caller: Caller,
    id: string,
    body: ChangeEventEndpointRequest,
    { expected, reply }: { expected: string | undefined; reply: FastifyReply },
  ): Promise<EventEndpointResponse> {
    const endpoint = await this.endpoints.change(scope, caller, id, body, expected);
    setEtag(reply, endpoint.version);
    return EventEndpointResponse.from(endpoint);
  }

  async rotateSecret(
    scope: EndpointsScope,
    caller: Caller,
    id: string,
    overlapSeconds: number,
  ): Promise<NewEventEndpointResponse> {
    return NewEventEndpointResponse.of(await this.endpoints.rotateSecret(scope, caller, id, overlapSeconds));
  }

  async replay(
    scope: EndpointsScope,
    caller: Caller,
    id: string,
    { only, since }: ReplayEventsRequest,
  ): Promise<ReplayEventsResponse> {
    return { count: await this.endpoints.replay(scope, caller, id, { only, since: since ?? null }) };
  }

  async listDeliveries(
    scope: EndpointsScope,
    id: string,
    { state, ...query }: EventDeliveriesQuery,
  ): Promise<Page<EventDeliveryResponse>> {
    await this.endpoints.get(scope, id);
    return pageById(this.cursors, `deliveries to ${id} ${state ?? ''}`, query, {
      read: (before, limit) =>
        this.unitOfWork.run(scope, () => this.deliveries.list(id, state ?? null, before, limit)),
      keyOf: ({ delivery }) => delivery.position,
      present: (delivery) => EventDeliveryResponse.from(delivery),
    });
  }
}
