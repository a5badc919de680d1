import { defineErrors } from '#libs/http';

export const privacyErrors = defineErrors({
  erasureOpen: {
    code: 'erasure_open',
    status: 409,
    detail: 'There is an open erasure of this person already.',
  },
  lastPlatformOwner: {
    code: 'last_platform_owner',
    status: 409,
    detail:
      'The platform needs an owner who can act; make somebody else one first, then ask for the erasure.',
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
  organizationErasureOpen: {
    code: 'erasure_open',
    status: 409,
    detail: 'There is an open erasure of this organization already.',
  },
  organizationErasing: {
    code: 'organization_being_erased',
    status: 409,
    detail: 'This organization is being erased; there is no export any more.',
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
  findingDecided: {
    code: 'finding_decided',
    status: 409,
    detail: 'This finding was decided on before.',
  },
  noCertificate: {
    code: 'no_certificate',
    status: 409,
    detail: 'There is a certificate when the erasure is done.',
  },
  requestExtended: {
    code: 'request_extended_before',
    status: 409,
    detail: 'The deadline was extended before; it can be extended once.',
  },
  extensionTooLate: {
    code: 'extension_too_late',
    status: 409,
    detail: 'The deadline has passed; the person must have been told of an extension before it did.',
  },
  notExtendable: {
    code: 'deadline_not_extendable',
    status: 409,
    detail: 'The law of this request knows no extension for it.',
  },
  requestEndsItself: {
    code: 'request_ends_itself',
    status: 409,
    detail:
      'An export or erasure ends with its own work; work on it under /privacy/exports or /privacy/erasures.',
  },
  requestAnswered: {
    code: 'request_answered',
    status: 409,
    detail: 'The request has been answered already.',
  },
  nothingToCorrect: {
    code: 'correction_without_content',
    status: 400,
    detail: 'Say which fields are wrong (fields), or describe what is (details).',
  },
  nothingObjectedTo: {
    code: 'objection_without_purpose',
    status: 400,
    detail: 'Name the purposes that are objected to (purposes).',
  },
  foreignContent: {
    code: 'request_content_misplaced',
    status: 400,
    detail: 'fields belong to a correction, purposes to an objection.',
  },
  holdInPast: {
    code: 'hold_until_past',
    status: 400,
    detail: 'The hold would have ended already; until must lie in the future.',
  },
  erasureBegun: {
    code: 'erasure_has_begun',
    status: 409,
    detail: 'An erasure of this person has begun and cannot be held up any more.',
  },
  bulkAction: {
    code: 'bulk_options_misplaced',
    status: 400,
    detail: 'purposes belong to the action object (which needs them), gracePeriodDays to the action erase.',
  },
  bulkOver: { code: 'bulk_over', status: 409, detail: 'This bulk is over.' },
  bulkNotAwaiting: {
    code: 'bulk_not_awaiting_approval',
    status: 409,
    detail: 'Only a finished bulk of erasures that was no dry run waits for an approval.',
  },
  requestClosed: { code: 'request_closed', status: 409, detail: 'The request is closed.' },
});
