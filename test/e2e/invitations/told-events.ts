import type { DemoWorld } from '../../support/demo-world.js';
import type { SvixSender } from '../webhooks/svix-sender.js';

/** An event that Clerk has made and that has not reached the service. */
export interface ToldEvent {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly at: Date;
}

/** Does something at Clerk while nothing of it arrives, and gives the events that it made, in Clerk's order. */
export function untold(world: DemoWorld, act: () => void): ToldEvent[] {
  const { control } = world.clerk;
  control.setWebhookFaults({ drop: true });
  const last = control.deliveries().at(-1)?.id;
  act();
  const all = control.deliveries();
  const events = all.slice(all.findIndex(({ id }) => id === last) + 1);
  control.setWebhookFaults({ drop: false });
  return events.map(({ type, payload }) => {
    const { data, timestamp } = payload as { data: Record<string, unknown>; timestamp: number };
    return { type, data, at: new Date(timestamp) };
  });
}

/** Tells the service one event, and waits until it is applied or waits for another try. */
export async function tell(world: DemoWorld, sender: SvixSender, event: ToldEvent): Promise<void> {
  await sender.deliver(event);
  await world.settled();
}

/** Every order of these things. */
export function ordersOf<T>(things: readonly T[]): T[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((first, index) =>
    ordersOf(things.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}
