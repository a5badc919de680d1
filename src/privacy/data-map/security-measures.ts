/** Technical and organisational measures in general (Art. 30(1)(g), 32(1) GDPR); each is a property of this service. */
export const SECURITY_MEASURES: readonly { readonly goal: string; readonly measures: readonly string[] }[] = [
  {
    goal: 'Access only for whom it is meant (Art. 32(1)(b), confidentiality)',
    measures: [
      'Every request carries a session token of Clerk; each route declares the permission that it needs, and a route that declares none does not start.',
      'Three layers between customers: the guard of the route, stores that work in a proven scope only, and row-level security in PostgreSQL under a role that cannot bypass it.',
      'Staff of the platform state a reason before they open a customer’s data; the customer sees the support access.',
      'Erasures, holds, bulk work and changes of roles ask for a fresh proof of identity and are refused in another person’s name; erasures asked for by staff need a second person.',
      'A right that is taken away ends running sessions at once.',
    ],
  },
  {
    goal: 'Pseudonymisation and encryption (Art. 32(1)(a))',
    measures: [
      'Free text about a person, reasons and addresses in the audit log, and exports lie under a data key of that person (AES-256-GCM), wrapped by a master key that is kept outside the database.',
      'Erasure destroys the key last, so that copies in backups cannot be read.',
      'Who was erased is remembered by a keyed hash only.',
      'Logs, jobs and addresses of pages hold no personal data.',
    ],
  },
  {
    goal: 'Integrity and traceability (Art. 32(1)(b), 5(2))',
    measures: [
      'Each change and each refusal is written to an audit log in the same transaction; the log is only added to, chained by hashes and signed (Ed25519) outside the database.',
      'Webhooks are taken with a valid signature only and take effect once.',
    ],
  },
  {
    goal: 'Availability and resilience (Art. 32(1)(b), (c))',
    measures: [
      'All long work is durable: killed at any point it goes on where it was.',
      'Requests are limited by address and by person.',
      'After a restore, `tenantry privacy restore-check` finds people and organizations that were erased after the backup.',
    ],
  },
  {
    goal: 'Regular testing (Art. 32(1)(d))',
    measures: [
      'Tests send every route as every kind of person across customers, and look for one marked value of every personal column after an erasure.',
      'A column that is not declared in the registry this record is made from fails the build and stops the start.',
    ],
  },
];
