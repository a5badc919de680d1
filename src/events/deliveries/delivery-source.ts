import type { EventEndpoint } from '../endpoints/event-endpoint.entity.js';

/** A message that is due at an endpoint: one event, or rows of the audit log. */
export interface Outgoing {
  /** Grows from one to the next of the same endpoint. */
  readonly position: string;
  /** The position that it comes right behind, where one is only taken behind the other; null: each for itself. */
  readonly after: string | null;
  /** What has the same one goes out one after the other. */
  readonly orderingKey: string;
  /** Tries that were made before. */
  readonly attempts: number;
  /** The same for every try. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
  readonly occurredAt: Date;
}

/** How one try to deliver a message ended. */
export interface DeliveryOutcome {
  readonly message: Outgoing;
  readonly isDelivered: boolean;
  /** The HTTP status; null where nothing was answered. */
  readonly status: number | null;
  /** What went wrong, without an address and without what was answered. */
  readonly error: string | null;
}

/** What is to be sent again. */
export interface ReplayWish {
  /** `dead`: what was given up. `all`: whatever the endpoint takes, also what was never sent. */
  readonly only: 'dead' | 'all';
  /** Only what happened from then on. */
  readonly since: Date | null;
}

/** Where endpoints of one kind get their messages from. All in the open transaction. */
export interface DeliverySource {
  /** What is due for an endpoint, oldest first. */
  listDue(endpoint: EventEndpoint, now: Date, limit: number): Promise<Outgoing[]>;
  /** Writes down how tries ended. */
  settle(endpoint: EventEndpoint, outcomes: readonly DeliveryOutcome[], now: Date): Promise<void>;
  /** @returns how many will be sent again */
  replay(endpoint: EventEndpoint, wish: ReplayWish, now: Date): Promise<number>;
}
