import { defineErrors } from '#libs/http';

export const privacyErrors = defineErrors({
  erasureOpen: {
    code: 'erasure_open',
    status: 409,
    detail: 'There is an open erasure of this person already.',
  },
  erasureNotCancellable: {
    code: 'erasure_not_cancellable',
    status: 409,
    detail: 'The erasure has begun or is over; it cannot be cancelled any more.',
  },
  erasureNotAwaiting: {
    code: 'erasure_not_awaiting_approval',
    status: 409,
    detail: 'This erasure waits for nobody’s approval.',
  },
  secondPerson: {
    code: 'second_person_required',
    status: 403,
    detail: 'Another person than the one who asked must approve.',
  },
  personErasing: {
    code: 'person_being_erased',
    status: 409,
    detail: 'This person is being erased; there is no export any more.',
  },
  exportOpen: {
    code: 'export_open',
    status: 409,
    detail: 'There is an open export of this already; its state is in the list of exports.',
  },
  rangeNotSatisfiable: {
    code: 'range_not_satisfiable',
    status: 416,
    detail: 'The archive has no such bytes; begin anew.',
  },
  exportNotReady: { code: 'export_not_ready', status: 409, detail: 'The export is not ready.' },
  exportGone: { code: 'export_gone', status: 410, detail: 'The export has expired; ask for a new one.' },
  noCertificate: {
    code: 'no_certificate',
    status: 409,
    detail: 'There is a certificate when the erasure is done.',
  },
  requestClosed: { code: 'request_closed', status: 409, detail: 'The request is closed.' },
});
