import type { EmulatorCore } from '../emulator-core.js';
import type { JsonObject } from '../state/records.js';

const MONTH_MS = 30 * 86_400_000;

const money = (amount: number): JsonObject => ({
  amount,
  amount_formatted: (amount / 100).toFixed(2),
  currency: 'USD',
  currency_symbol: '$',
});

function plan(core: EmulatorCore): JsonObject {
  const id = core.ids.next('cplan', core.clock.now());
  return { id, slug: 'pro', name: 'Pro', is_recurring: true, amount: 2500, currency: 'USD' };
}

function payer(core: EmulatorCore): JsonObject {
  const now = core.clock.now();
  return {
    object: 'commerce_payer',
    id: core.ids.next('cpayer', now),
    user_id: core.ids.next('user', now),
    first_name: 'Example',
    last_name: 'Person',
    email: 'person@example.test',
    organization_id: '',
    organization_name: '',
    image_url: '',
    created_at: now,
    updated_at: now,
  };
}

function item(status: string): (core: EmulatorCore) => JsonObject {
  return (core) => {
    const now = core.clock.now();
    const itsPlan = plan(core);
    return {
      object: 'commerce_subscription_item',
      id: core.ids.next('csubitem', now),
      status,
      is_free_trial: false,
      created_at: now,
      updated_at: now,
      period_start: now,
      period_end: now + MONTH_MS,
      interval: 'month',
      plan_id: itsPlan['id'],
      plan: itsPlan,
      payer: payer(core),
      subscription_id: core.ids.next('csub', now),
    };
  };
}

function subscription(status: string): (core: EmulatorCore) => JsonObject {
  return (core) => {
    const now = core.clock.now();
    const itsPayer = payer(core);
    return {
      object: 'commerce_subscription',
      id: core.ids.next('csub', now),
      status,
      active_at: now,
      canceled_at: null,
      created_at: now,
      ended_at: null,
      past_due_at: status === 'past_due' ? now : null,
      updated_at: now,
      latest_payment_id: null,
      payer_id: itsPayer['id'],
      payer: itsPayer,
      payment_source_id: null,
      items: [item(status)(core)],
    };
  };
}

function payment(status: 'pending' | 'paid'): (core: EmulatorCore) => JsonObject {
  return (core) => {
    const now = core.clock.now();
    return {
      id: core.ids.next('cpayatt', now),
      instance_id: core.identity.instanceId,
      payment_id: core.ids.next('cpay', now),
      invoice_id: core.ids.next('cinv', now),
      statement_id: core.ids.next('cstmt', now),
      gateway_external_id: 'example',
      status,
      created_at: now,
      updated_at: now,
      paid_at: status === 'paid' ? now : null,
      failed_at: null,
      failed_reason: { code: '', decline_code: '' },
      billing_date: now,
      charge_type: 'checkout',
      payee: {
        id: core.ids.next('cpayee', now),
        gateway_type: 'stripe',
        gateway_external_id: 'example',
        gateway_status: 'active',
      },
      payer: payer(core),
      totals: { subtotal: money(2500), tax_total: money(0), grand_total: money(2500) },
      payment_source: {
        id: core.ids.next('csource', now),
        gateway: 'stripe',
        gateway_external_id: 'example',
        gateway_external_account_id: null,
        payment_method: 'card',
        status: 'active',
        card_type: 'visa',
        last4: '4242',
      },
      subscription_items: [item('active')(core)],
    };
  };
}

/** Events of Clerk's billing. This emulator keeps no billing state, so these are examples only. */
export const billingExamples: Record<string, (core: EmulatorCore) => JsonObject> = {
  'paymentAttempt.created': payment('pending'),
  'paymentAttempt.updated': payment('paid'),
  'subscription.created': subscription('incomplete'),
  'subscription.updated': subscription('active'),
  'subscription.active': subscription('active'),
  'subscription.pastDue': subscription('past_due'),
  'subscriptionItem.abandoned': item('abandoned'),
  'subscriptionItem.active': item('active'),
  'subscriptionItem.canceled': item('canceled'),
  'subscriptionItem.ended': item('ended'),
  'subscriptionItem.freeTrialEnding': item('active'),
  'subscriptionItem.incomplete': item('incomplete'),
  'subscriptionItem.pastDue': item('past_due'),
  'subscriptionItem.upcoming': item('upcoming'),
  'subscriptionItem.updated': item('active'),
};
