import { defineErrors } from '#libs/http';

export const webhooksErrors = defineErrors({
  /** One answer for every refusal, so that a forger learns nothing from it. */
  refused: { code: 'webhook_refused', status: 400, detail: 'The delivery is not acceptable.' },
  backlogFull: {
    code: 'webhook_backlog_full',
    status: 503,
    detail: 'Too many deliveries wait to be applied. Send it again later.',
  },
  payloadGone: {
    code: 'webhook_payload_gone',
    status: 409,
    detail: 'The payload of this delivery is not kept any more. A reconciliation brings what it told.',
  },
});
