import { defineErrors } from '#libs/http';

export const eventsErrors = defineErrors({
  cursorExpired: {
    code: 'cursor_expired',
    status: 410,
    detail:
      'Events behind this cursor have served their time. Read effective-access anew, and go on from the cursor of a feed that is asked for with from=end.',
  },
  urlRefused: {
    code: 'endpoint_url_refused',
    status: 400,
    detail: 'Nothing will ever be sent to that address.',
  },
  tooManyEndpoints: {
    code: 'too_many_endpoints',
    status: 409,
    detail:
      'There are ten endpoints already; delete one that is no longer needed, or let one take more types.',
  },
  endpointDisabled: {
    code: 'endpoint_disabled',
    status: 409,
    detail: 'The endpoint is disabled; enable it first (PATCH with enabled: true).',
  },
  endpointDeclared: {
    code: 'endpoint_declared',
    status: 409,
    detail:
      'AUDIT_PUSH_URL and AUDIT_PUSH_SECRET say what this endpoint is: change them there, and start the service again.',
  },
  notDelivered: {
    code: 'endpoint_failed',
    status: 502,
    detail: 'The endpoint did not take the event.',
  },
});
