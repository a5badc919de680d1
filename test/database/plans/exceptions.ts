/** Statements that read a whole table because that is what they are for, and why. */
export const ALLOWED_WHOLE_READS: readonly { readonly text: RegExp; readonly why: string }[] = [
  {
    text: /^with gained as materialized|^select distinct unnest\(permissions\)|^select wanted\.permission, custom\.roles/,
    why: 'the plan of another declaration of permissions counts over every organization',
  },
  {
    text: /^select count\(\*\) as rows, bool_or\(.* as certain_0/,
    why: 'the proof of an erasure looks for a person in every column of every table',
  },
  {
    text: /^(update|delete from) public\.\w+ |^select .* from public\.\w+ /,
    why: 'an erasure goes through every table of the registry, its proof reads each as a whole anyway, and it is rare',
  },
  {
    text: /^delete from privacy_\w+ where id = any \(array\(select id from|^delete from organization_(holds|erasures) where id = any/,
    why: 'once a night, of tables with one row for each request about data',
  },
  {
    text: /^with stretch as \( select clerk_id, .* where clerk_id > \$|^select count\(\*\)::integer as count from/,
    why: 'a comparison with Clerk counts the whole mirror, a stretch at a time, and what it has seen',
  },
  {
    text: /^with recursive runs as \( \(select run_id from reconciliation_seen/,
    why: 'from one run that has seen something to the next: here every row is of a run of its own, else each has a million',
  },
  {
    text: /^select clerk_id as id from \w+ where clerk_id > \$/,
    why: 'a page of the walk through the whole mirror',
  },
  {
    text: /^select id from (organizations|\(select id from users union).* where id > \$ and not exists/,
    why: 'a page of the search for erased people and organizations in a restored backup',
  },
  {
    text: /from \(select \* from audit_seals where sequence > \$ order by sequence limit \$\) as seals|^with stretch as materialized/,
    why: 'a page of the walk through the whole audit log: checkpoints, pushes and the nightly check',
  },
  {
    text: /^SELECT COUNT\(1\) AS "cnt" FROM "subject_keys"/,
    why: 'a change of the master key, on the command line, asks whether any key is of a third one',
  },
  {
    text: /^with (members|people) as|^select m\.organization_id, count\(\*\) as members|^select usage_id from usage_people where usage_id >|^select id as organization_id, null::uuid as property_id from organizations/,
    why: 'the report of a day or a month has a line for every place there is',
  },
  {
    text: /^insert into usage_(people|members) \([a-z_, ]+\) select .* from memberships|\) stretch order by organization_id desc/,
    why: 'a stretch of the walk through all memberships when a month of usage is closed',
  },
  {
    text: /^select a\.state, a\.hasher, count\(\*\)::int as count, count\(s\.sealed_digest\)|^select kind, state, count\(\*\)::int as count from legacy_rights/,
    why: 'the command line says where all accounts of an older system are',
  },
  {
    text: /^select count\(sealed_digest\)::int as digests|^delete from legacy_account_secrets$/,
    why: 'the end of the older system takes all that was kept to move people, once',
  },
  {
    text: /^with published as \(/,
    why: 'the endpoints of a hundred events at once: of a table of this size the planner reads all, of a larger one those of the organizations',
  },
  {
    text: /^SELECT COUNT\(1\) AS "cnt" FROM "platform_accounts"/,
    why: 'a hundred at most',
  },
  {
    text: /^SELECT COUNT\(1\) AS "cnt" FROM "event_endpoints"/,
    why: 'ten at most of an owner, and the planner takes those of the platform for many here',
  },
  {
    text: /^insert into access_rechecks \(organization_id, requested_at\) select id, \$ from organizations on/,
    why: 'once a night everybody’s rights are looked at again',
  },
  {
    text: /^select count\(\*\)::int as behind|^select \(c\.sequence - f\.sealed_sequence\)/,
    why: 'the health of all endpoints, of which there are a few for each organization',
  },
  {
    text: /^delete from (\w+_activity_days t using|usage_members where ctid = any)/,
    why: 'nearly all days of the grown ledger lie before its beginning here, so a bite takes what it looks at',
  },
  {
    text: /^select .* from sign_up_invites order by id desc limit/,
    why: 'the command line shows the newest two hundred: of a table of this size the planner reads all',
  },
  {
    text: /^delete from account_sign_ups where id = any/,
    why: 'all that are settled were settled at one moment here, so a bite takes what it looks at',
  },
  {
    text: /^select id from account_sign_ups where settled_at is null and/,
    why: 'those of the last half an hour, by an index of the open ones alone: here all copies of one are open',
  },
];

/** Indexes that the walk does not lead through, and what does. */
export const USED_ELSEWHERE: Readonly<Record<string, string>> = {
  account_sign_ups_by_invite: 'by the foreign key, when an invite goes long after its end',
  legacy_rights_by_owner:
    'by the foreign key, when an account goes with its person: only its other end names it',
  usage_dead_letters_user:
    'an erasure, while activity of the person could not be written: the table is empty here',
};

/** Functions that send statements and that the walk does not lead through, and why. */
export const VISITED_ELSEWHERE: Readonly<Record<string, string>> = {
  'src/accounts/import/import-lease.service.ts touch':
    'every two seconds of an import, by its one row: those of the walk are over before',
  'src/users/platform-roles/platform-owners.service.ts demandOwner':
    'in production only, when the service starts: reads who owns the platform',
};
