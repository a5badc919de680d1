import type { EmulatorCore } from '../emulator-core.js';
import { badValue } from '../server/clerk-error.js';
import { sortBy, type Order, type Query } from '../server/query.js';
import { primaryEmail } from '../shapes/user.shape.js';
import type { UserRecord } from '../state/records.js';

const ORDER_FIELDS = [
  'created_at',
  'updated_at',
  'email_address',
  'web3wallet',
  'first_name',
  'last_name',
  'phone_number',
  'username',
  'last_active_at',
  'last_sign_in_at',
];

type Test = (user: UserRecord) => boolean;

/** The users that the query asks for, in its order, as a page. Reads no more than the page where nothing is filtered. */
export function findUsers(core: EmulatorCore, query: Query): UserRecord[] {
  const order = query.order(ORDER_FIELDS);
  const page = query.page();
  const cursor = query.text('starting_after');
  if (cursor !== undefined && (order.field !== 'created_at' || page.offset > 0)) {
    throw badValue(
      'starting_after',
      'starting_after works with created_at order and without an offset only.',
    );
  }
  const after = cursor === undefined ? undefined : core.state.users.get(cursor);
  if (cursor !== undefined && !after)
    throw badValue('starting_after', `No user was found with id ${cursor}.`);
  const tests = userTests(core, query);
  const table = core.state.users;
  if (tests.length === 0 && order.field === 'created_at') {
    const rank = after && table.rank(after);
    const skip = rank === undefined ? page.offset : order.descending ? table.size - rank : rank + 1;
    return table.page(skip, page.limit, order.descending);
  }
  const sorted = sortUsers(
    candidates(core, query).filter((user) => tests.every((test) => test(user))),
    order,
  );
  const start = after ? sorted.findIndex(({ id }) => id === after.id) + 1 : page.offset;
  return sorted.slice(start, start + page.limit);
}

/** How many users the filters leave. */
export function countUsers(core: EmulatorCore, query: Query): number {
  const tests = userTests(core, query);
  if (tests.length === 0) return core.state.users.size;
  return candidates(core, query).filter((user) => tests.every((test) => test(user))).length;
}

/** A set of users that surely holds all wanted ones: by index where a filter allows it. */
function candidates(core: EmulatorCore, query: Query): UserRecord[] {
  const { users, memberships } = core.state;
  const unique = (found: (UserRecord | undefined)[]): UserRecord[] => [
    ...new Set(found.filter((user) => user !== undefined)),
  ];
  const plain = (values: string[]): boolean =>
    values.length > 0 && values.every((value) => !/^[+-]/.test(value));
  const emails = query.list('email_address');
  if (emails.length > 0) return unique(emails.flatMap((email) => users.by('email', email.toLowerCase())));
  const ids = query.list('user_id');
  if (plain(ids)) return unique(ids.map((id) => users.get(id)));
  const externalIds = query.list('external_id');
  if (plain(externalIds)) return unique(externalIds.flatMap((id) => users.by('externalId', id)));
  const organizations = query.list('organization_id');
  if (plain(organizations)) {
    return unique(
      organizations.flatMap((id) =>
        memberships.by('organization', id).map(({ user_id }) => users.get(user_id)),
      ),
    );
  }
  return users.all();
}

/** One test per filter of the query. */
export function userTests(core: EmulatorCore, query: Query): Test[] {
  const tests: Test[] = [];
  const among = (name: string, values: (user: UserRecord) => string[]): void => {
    const list = query.list(name);
    const wanted = new Set(
      list.filter((item) => !item.startsWith('-')).map((item) => item.replace(/^\+/, '')),
    );
    const unwanted = new Set(list.filter((item) => item.startsWith('-')).map((item) => item.slice(1)));
    if (wanted.size > 0) tests.push((user) => values(user).some((value) => wanted.has(value)));
    if (unwanted.size > 0) tests.push((user) => !values(user).some((value) => unwanted.has(value)));
  };
  const emails = query.list('email_address').map((email) => email.toLowerCase());
  if (emails.length > 0) tests.push((user) => emailsOf(user).some((email) => emails.includes(email)));
  const phones = query.list('phone_number').map((phone) => phone.replace(/^ /, '+'));
  if (phones.length > 0) tests.push((user) => phonesOf(user).some((phone) => phones.includes(phone)));
  among('username', (user) => (user.username === null ? [] : [user.username]));
  among('web3_wallet', (user) => user.web3_wallets.map(({ web3_wallet }) => web3_wallet));
  among('user_id', (user) => [user.id]);
  among('external_id', (user) => (user.external_id === null ? [] : [user.external_id]));
  among('organization_id', (user) =>
    core.state.memberships.by('user', user.id).map(({ organization_id }) => organization_id),
  );
  tests.push(...textTests(query), ...timeTests(query));
  const banned = query.flag('banned');
  if (banned !== undefined) tests.push((user) => user.banned === banned);
  // No external accounts here, so nobody has any provider's.
  if (query.text('provider') !== undefined) tests.push(() => false);
  return tests;
}

function textTests(query: Query): Test[] {
  const tests: Test[] = [];
  const partial = (name: string, texts: (user: UserRecord) => (string | null)[]): void => {
    const wanted = query.text(name)?.toLowerCase();
    if (wanted === undefined) return;
    tests.push((user) => texts(user).some((text) => text?.toLowerCase().includes(wanted) === true));
  };
  const fullName = (user: UserRecord): string => `${user.first_name ?? ''} ${user.last_name ?? ''}`.trim();
  partial('email_address_query', emailsOf);
  partial('phone_number_query', phonesOf);
  partial('username_query', (user) => [user.username]);
  partial('name_query', (user) => [fullName(user)]);
  partial('query', (user) => [
    user.id,
    user.external_id,
    ...emailsOf(user),
    ...phonesOf(user),
    user.username,
    fullName(user),
  ]);
  return tests;
}

function timeTests(query: Query): Test[] {
  const tests: Test[] = [];
  for (const field of ['created_at', 'last_active_at', 'last_sign_in_at'] as const) {
    const before = query.integer(`${field}_before`);
    const after = query.integer(`${field}_after`);
    if (before !== undefined) tests.push((user) => user[field] !== null && user[field] < before);
    if (after !== undefined) tests.push((user) => user[field] !== null && user[field] > after);
  }
  const since = query.integer('last_active_at_since');
  if (since !== undefined) tests.push((user) => user.last_active_at !== null && user.last_active_at >= since);
  return tests;
}

function sortUsers(users: readonly UserRecord[], order: Order): UserRecord[] {
  return sortBy(users, order, (user) => {
    switch (order.field) {
      case 'updated_at':
        return user.updated_at;
      case 'email_address':
        return primaryEmail(user);
      case 'web3wallet':
        return user.web3_wallets[0]?.web3_wallet ?? null;
      case 'first_name':
        return user.first_name;
      case 'last_name':
        return user.last_name;
      case 'phone_number':
        return user.phone_numbers[0]?.phone_number ?? null;
      case 'username':
        return user.username;
      case 'last_active_at':
        return user.last_active_at;
      case 'last_sign_in_at':
        return user.last_sign_in_at;
      default:
        // Ids rise with time, which settles equal times.
        return `${String(user.created_at).padStart(15, '0')} ${user.id}`;
    }
  });
}

function emailsOf(user: UserRecord): string[] {
  return user.email_addresses.map(({ email_address }) => email_address);
}

function phonesOf(user: UserRecord): string[] {
  return user.phone_numbers.map(({ phone_number }) => phone_number);
}
