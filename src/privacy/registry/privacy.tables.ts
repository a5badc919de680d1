import {
  byUserId,
  DELETE,
  nulled,
  OBLIGATION,
  pseudonymise,
  type TableDeclaration,
  words,
} from './declaration.js';

const PROOF = 'Art. 17(3)(b), (e) GDPR; Art. 5(2) GDPR; CCPA § 7101';
const REQUEST_TEXTS = ['sealed_details', 'sealed_extension_reason', 'sealed_outcome_reason'];
const REQUEST_CONTENT = ['fields', 'purposes', ...REQUEST_TEXTS];

/** Requests of people and organizations about their data, and what was done. */
export const privacyTables: readonly TableDeclaration[] = [
  {
    table: 'public.privacy_requests',
    module: 'privacy',
    purpose: 'To answer requests in time and to show that they were',
    basis: OBLIGATION,
    retention: '36 months',
    personal: {
      user_id: 'privacy request',
      requested_by: 'privacy request',
      resolved_by: 'privacy request',
      fields: 'privacy request',
      purposes: 'privacy request',
      sealed_details: 'content',
      sealed_extension_reason: 'content',
      sealed_outcome_reason: 'content',
    },
    other: words('id kind law received_at due_at extended_at duplicate_of alarmed_percent closed_at outcome'),
    sealed: {
      sealed_details: 'details',
      sealed_extension_reason: 'extension',
      sealed_outcome_reason: 'outcome',
    },
    kept: words('user_id requested_by resolved_by fields purposes'),
    subjects: [
      byUserId('user_id', pseudonymise(PROOF), ['requested_by', 'resolved_by']),
      byUserId('user_id', nulled(...REQUEST_TEXTS), ['requested_by', 'resolved_by']),
      byUserId('requested_by', pseudonymise(PROOF), ['user_id', 'resolved_by', ...REQUEST_CONTENT]),
      byUserId('resolved_by', pseudonymise(PROOF), ['user_id', 'requested_by', ...REQUEST_CONTENT]),
    ],
  },
  {
    table: 'public.privacy_exports',
    module: 'privacy',
    purpose: 'To hand a person their data',
    basis: OBLIGATION,
    retention: 'the file 7 days, the record 36 months',
    personal: { user_id: 'privacy request', requested_by: 'privacy request' },
    other: words(
      'id organization_id status sealed_key file_name bytes sha256 attempts failures problem waiting_for missing requested_at due_at finished_at expires_at',
    ),
    kept: words('user_id requested_by'),
    subjects: [
      byUserId('user_id', pseudonymise(PROOF), ['requested_by', 'sealed_key']),
      byUserId('requested_by', pseudonymise(PROOF), ['user_id', 'sealed_key']),
    ],
  },
  {
    table: 'public.privacy_erasures',
    module: 'privacy',
    purpose: 'To erase a person and to prove it',
    basis: OBLIGATION,
    retention: '36 months',
    personal: {
      user_id: 'privacy request',
      requested_by: 'privacy request',
      approved_by: 'privacy request',
      sealed_particulars: 'contact',
      sealed_reason: 'content',
    },
    other: words(
      'id status cause requested_at due_at erase_after begun_at blocked_by waiting_for waiting_since next_try_at steps certificate finished_at',
    ),
    sealed: { sealed_particulars: 'particulars', sealed_reason: 'reason' },
    kept: words('user_id requested_by approved_by'),
    subjects: [
      byUserId('user_id', pseudonymise(PROOF), words('requested_by approved_by sealed_particulars')),
      ...['requested_by', 'approved_by'].map((column) =>
        byUserId(
          column,
          pseudonymise(PROOF),
          words('user_id requested_by approved_by sealed_particulars sealed_reason').filter(
            (other) => other !== column,
          ),
        ),
      ),
    ],
  },
  {
    table: 'public.organization_erasures',
    module: 'privacy',
    purpose: 'To erase an organization and to prove it',
    basis: OBLIGATION,
    retention: '36 months',
    personal: {
      requested_by: 'privacy request',
      approved_by: 'privacy request',
      sealed_reason: 'content',
    },
    other: words(
      'id organization_id status cause requested_at erase_after begun_at blocked_by waiting_for clerk_id planned steps certificate finished_at',
    ),
    sealed: { sealed_reason: 'reason' },
    kept: words('requested_by approved_by'),
    subjects: [
      byUserId('requested_by', pseudonymise(PROOF), ['approved_by']),
      byUserId('approved_by', pseudonymise(PROOF), ['requested_by', 'sealed_reason']),
    ],
  },
  {
    table: 'public.organization_holds',
    module: 'privacy',
    purpose: 'To keep what the law demands to be kept',
    basis: OBLIGATION,
    retention: '36 months',
    personal: { placed_by: 'privacy request', released_by: 'privacy request' },
    other: words('id organization_id article placed_at released_at'),
    kept: words('placed_by released_by'),
    subjects: [
      byUserId('placed_by', pseudonymise(PROOF), ['released_by']),
      byUserId('released_by', pseudonymise(PROOF), ['placed_by']),
    ],
  },
  {
    table: 'public.privacy_holds',
    module: 'privacy',
    purpose: 'To keep what the law demands to be kept',
    basis: OBLIGATION,
    retention: '36 months',
    personal: {
      user_id: 'privacy request',
      sealed_reason: 'content',
      placed_by: 'privacy request',
      released_by: 'privacy request',
    },
    other: words('id article placed_at ends_at released_at'),
    sealed: { sealed_reason: 'reason' },
    kept: words('user_id placed_by released_by'),
    subjects: [
      byUserId('user_id', nulled('sealed_reason'), ['placed_by', 'released_by', 'sealed_reason']),
      byUserId('user_id', pseudonymise(PROOF), ['placed_by', 'released_by', 'sealed_reason']),
      byUserId('placed_by', pseudonymise(PROOF), ['user_id', 'released_by', 'sealed_reason']),
      byUserId('released_by', pseudonymise(PROOF), ['user_id', 'placed_by', 'sealed_reason']),
    ],
  },
  {
    table: 'public.privacy_consent_events',
    module: 'privacy',
    purpose: 'To prove what a person agreed to (Art. 7(1) GDPR)',
    basis: OBLIGATION,
    retention: 'as long as the account',
    personal: {
      user_id: 'identifier',
      purpose: 'privacy request',
      version: 'privacy request',
      given: 'privacy request',
      decided_at: 'privacy request',
      recorded_by: 'identifier',
    },
    other: words('id sequence request_id'),
    kept: ['recorded_by'],
    subjects: [
      byUserId('user_id', DELETE, ['recorded_by']),
      byUserId('recorded_by', pseudonymise(PROOF), ['user_id', 'purpose', 'version', 'given', 'decided_at']),
    ],
  },
  {
    table: 'public.privacy_bulks',
    module: 'privacy',
    purpose: 'To answer many requests in one go and to show what was done',
    basis: OBLIGATION,
    retention: '36 months',
    personal: { requested_by: 'privacy request', approved_by: 'privacy request' },
    kept: words('requested_by approved_by'),
    other: words('id action law purposes grace_period_days dry_run status total created_at finished_at'),
    subjects: [
      byUserId('requested_by', pseudonymise(PROOF), ['approved_by']),
      byUserId('approved_by', pseudonymise(PROOF), ['requested_by']),
    ],
  },
  {
    table: 'public.privacy_bulk_items',
    module: 'privacy',
    purpose: 'To answer many requests in one go and to show what was done',
    basis: OBLIGATION,
    retention: '36 months',
    personal: { user_id: 'privacy request' },
    kept: ['user_id'],
    other: words('bulk_id position result code request_id settled_at'),
    subjects: [byUserId('user_id', pseudonymise(PROOF))],
  },
];
