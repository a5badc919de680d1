import { expect, it } from 'vitest';
import type { SvixSender } from '../webhooks/svix-sender.js';
import { type ClerkInvitations, REVOKE } from './clerk-invitations.js';
import { ordersOf, tell, untold } from './told-events.js';

/** The three events of an acceptance come in any order, and the request to take it back anywhere between. */
export function eventOrderCases(started: () => ClerkInvitations, sender: () => SvixSender): void {
  it.each(['org:admin', 'org:member', 'property:viewer'])(
    'gives nothing (%s), in whatever order its three events come',
    async (role) => {
      const { world, path, onSeaside, newAddress, inviteAll, revoke, organizationsOf, giveNothing, toldOf } =
        started();
      const where = role.startsWith('property:') ? onSeaside() : path();
      const orders = ordersOf([0, 1, 2]);
      const cases = await inviteAll(orders.map(newAddress), role, where);
      world.clerk.control.setFaults([{ match: REVOKE, status: 503 }]);
      for (const [turn, order] of orders.entries()) {
        const { email, id, clerkId } = cases[turn]!;
        expect(await revoke(id)).toBe(204);
        const events = untold(world, () => world.clerk.control.acceptInvitation(clerkId));
        expect(events.slice(0, 3).map(({ type }) => type)).toEqual([
          'user.created',
          'organizationInvitation.accepted',
          'organizationMembership.created',
        ]);
        for (const index of order) {
          await tell(world, sender(), events[index]!);
          expect(await organizationsOf(email)).toEqual([]);
        }
      }
      world.clerk.control.clearFaults();
      for (const { email, id } of cases) {
        await giveNothing(email);
        expect((await toldOf(id)).audit).toEqual([world.harbour.id]);
      }
    },
    300_000,
  );

  it('gives nothing, or is refused as accepted, wherever the request comes between the three events', async () => {
    const { world, newAddress, inviteAll, revoke, organizationsOf, giveNothing } = started();
    const turns = ordersOf([0, 1, 2]).flatMap((order) => [1, 2, 3].map((before) => ({ order, before })));
    const invited = await inviteAll(turns.map(newAddress));
    world.clerk.control.setFaults([{ match: REVOKE, status: 503 }]);
    const cases = [];
    for (const [turn, { order, before }] of turns.entries()) {
      {
        const { email, id, clerkId } = invited[turn]!;
        const events = untold(world, () => world.clerk.control.acceptInvitation(clerkId));
        for (const index of order.slice(0, before)) await tell(world, sender(), events[index]!);
        const isIn = (await organizationsOf(email)).length > 0;
        // Who is in already has accepted: then the invitation cannot be taken back, the member can be removed.
        const status = await revoke(id);
        expect(status).toBe(isIn ? 409 : 204);
        for (const index of order.slice(before)) await tell(world, sender(), events[index]!);
        expect((await organizationsOf(email)).length).toBe(isIn ? 1 : 0);
        if (!isIn) cases.push(email);
      }
    }
    expect(cases.length).toBeGreaterThan(0);
    world.clerk.control.clearFaults();
    for (const email of cases) await giveNothing(email);
  }, 120_000);
}
