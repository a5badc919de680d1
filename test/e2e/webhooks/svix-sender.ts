import request from 'supertest';
import type { TestApp } from '../../support/test-app.js';
import { svixHeaders } from '../../support/svix-headers.js';

export interface SentEvent {
  readonly type: string;
  readonly data: unknown;
  /** When it happened; default now. */
  readonly at?: Date;
  readonly instanceId?: string;
}

/** Sends events as Clerk's sender does: signed, under an id of its own. */
export class SvixSender {
  private count = 0;

  constructor(
    private readonly world: TestApp,
    private readonly prefix: string,
  ) {}

  nextId(): string {
    this.count += 1;
    return `msg_${this.prefix}${this.count}`;
  }

  bodyOf({ type, data, at = new Date(), instanceId = this.world.clerk.instanceId }: SentEvent): string {
    return JSON.stringify({
      type,
      object: 'event',
      data,
      timestamp: at.getTime(),
      instance_id: instanceId,
      event_attributes: {},
    });
  }

  /** @returns the id under which the service took it */
  async deliver(event: SentEvent, id = this.nextId()): Promise<string> {
    await this.post(id, this.bodyOf(event)).expect(204);
    return id;
  }

  post(id: string, body: string) {
    const [secret = ''] = this.world.environment.clerk.webhookSigningSecrets;
    return request(this.world.url)
      .post('/api/webhooks/clerk')
      .set(svixHeaders(id, body, [secret]))
      .send(body);
  }

  /** What became of a delivery. */
  async find(svixId: string): Promise<{ state: string; last_error: string | null; attempts: number } | null> {
    const [row] = await this.world.database.query<{
      state: string;
      last_error: string | null;
      attempts: number;
    }>('select state, last_error, attempts from webhook_deliveries where svix_id = $1', [svixId]);
    return row ?? null;
  }
}
