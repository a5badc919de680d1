import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccountsWorld, digestOf, people, startAccountsWorld } from './accounts-world.js';

// Made up, in the forms that the tools write.
const BCRYPT = '$2b$10$Z6hUTEEeoJXN5.AmSm.4.eZ75RYgFVriQM9LPhNEC7kbAbS.VAaJ2';
const SUPABASE_BCRYPT = BCRYPT.replace('$2b$', '$2a$');

const AUTH0 = [
  {
    _id: { $oid: '60425dc43519d90068f82973' },
    email_verified: false,
    email: 'ada@made-up.test',
    passwordHash: BCRYPT,
    password_set_date: { $date: '2021-03-05T16:34:44.683Z' },
    tenant: 'made-up',
    connection: 'Username-Password-Authentication',
    _tmp_is_unique: true,
  },
  {
    user_id: 'google-oauth2|1234567890',
    email: 'bea@made-up.test',
    email_verified: true,
    given_name: 'Bea',
    family_name: 'Berg',
    created_at: '2020-01-02T03:04:05.678Z',
  },
];

const FIREBASE = {
  users: [
    {
      localId: 'Xk2b9QwErTyUiOp1',
      email: 'Cleo@Made-Up.test',
      emailVerified: true,
      passwordHash:
        'lSrfV15cpx95_sZS2W9c9Kp6i_LVgQNDNC-qzrCnh1SAyZvqmZqAjTdn3aoItz-VHjoZilo78198JAdRuid5lQ==',
      salt: '42xEC-ixf3L2lw==',
      displayName: 'Cleo [of] "Rome"',
      lastSignedInAt: '1600000000000',
      createdAt: '1500000000000',
      disabled: false,
      providerUserInfo: [{ providerId: 'google.com', rawId: '1' }],
    },
    { localId: 'Nobody', phoneNumber: '+15555550100', createdAt: '1500000000000', providerUserInfo: [] },
  ],
};
const FIREBASE_PARAMETERS = `hash_config {
  algorithm: SCRYPT,
  base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,
  base64_salt_separator: Bw==,
  rounds: 8,
  mem_cost: 14,
}`;

const SUPABASE = [
  'instance_id,id,aud,role,email,encrypted_password,email_confirmed_at,raw_user_meta_data,created_at,phone,is_super_admin',
  `00000000-0000-0000-0000-000000000000,6f7c1c1e-0001-4a6e-8f6a-1c1c1c1c1c1c,authenticated,authenticated,dora@made-up.test,${SUPABASE_BCRYPT},2023-01-02 03:04:05.678901+00,"{""sub"": ""x"", ""full_name"": ""Dora van Dam""}",2023-01-01 10:00:00+00,,`,
  `00000000-0000-0000-0000-000000000000,6f7c1c1e-0002-4a6e-8f6a-1c1c1c1c1c1c,authenticated,authenticated,emil@made-up.test,,,"{}",2023-01-01 10:00:00.5+00,,f`,
].join('\r\n');

const AUTHJS = [
  {
    id: 'clh1',
    name: 'Finn Fox',
    email: 'finn@made-up.test',
    emailVerified: null,
    image: null,
    password: BCRYPT,
  },
  {
    id: 'clh2',
    name: null,
    email: 'gail@made-up.test',
    emailVerified: '2022-05-06T07:08:09.000Z',
    image: null,
  },
];

describe('loading accounts', () => {
  let world: AccountsWorld;
  let digest: string;
  beforeAll(async () => {
    world = await startAccountsWorld();
    digest = await digestOf('a made-up password');
  }, 60_000);
  afterAll(async () => {
    await world.stop();
  });
  beforeEach(async () => {
    await world.database.query('truncate legacy_accounts, legacy_account_secrets, legacy_rights, tombstones');
  });

  const rows = () =>
    world.database.query(
      `select legacy_id, email_address, email_verified, first_name, last_name, hasher, legacy_created_at as created
         from legacy_accounts order by email_address`,
    );
  const load = async (file: string, ...words: string[]) => {
    const { code, stdout, stderr } = await world.accounts(['load', file, '--json', ...words]);
    return {
      code,
      stderr,
      report: (stdout === '' ? null : JSON.parse(stdout)) as Record<string, unknown> | null,
    };
  };

  it('reads what Auth0 hands out, with and without digests', async () => {
    const { report } = await load(world.file('auth0.ndjson', AUTH0), '-f', 'auth0');
    expect(report).toMatchObject({ rows: 2, loaded: 2, refused: 0, hashers: { bcrypt: 1, none: 1 } });
    expect(await rows()).toMatchObject([
      { legacy_id: 'auth0|60425dc43519d90068f82973', email_verified: false, hasher: 'bcrypt' },
      { legacy_id: 'google-oauth2|1234567890', email_verified: true, first_name: 'Bea', hasher: null },
    ]);
  }, 60_000);

  it('reads what Firebase exports, with the parameters of the project, and not without', async () => {
    const file = world.file('users.json', JSON.stringify(FIREBASE, null, 2));
    const without = await world.accounts(['load', file, '-f', 'firebase']);
    expect(without.code).toBe(1);
    expect(without.stderr).toContain('--hash-parameters');
    const parameters = world.file('parameters.txt', FIREBASE_PARAMETERS);
    const words = ['-f', 'firebase', '--hash-parameters', parameters, '--skip-broken'];
    const { report } = await load(file, ...words);
    expect(report).toMatchObject({
      loaded: 1,
      refused: 1,
      hashers: { scrypt_firebase: 1 },
      lines: [{ line: 20, reason: 'no_email' }],
    });
    expect(await rows()).toMatchObject([
      { email_address: 'cleo@made-up.test', last_name: '"Rome"', created: new Date(1_500_000_000_000) },
    ]);
  }, 60_000);

  it('reads the table of Supabase as PostgreSQL writes it', async () => {
    const { report } = await load(world.file('users.csv', SUPABASE), '-f', 'supabase');
    expect(report).toMatchObject({ loaded: 2, hashers: { bcrypt: 1, none: 1 } });
    expect(await rows()).toMatchObject([
      {
        email_verified: true,
        first_name: 'Dora van',
        last_name: 'Dam',
        created: new Date('2023-01-01T10:00:00Z'),
      },
      { email_verified: false, first_name: null },
    ]);
  }, 60_000);

  it('reads the table of Auth.js', async () => {
    const { report } = await load(world.file('User.ndjson', AUTHJS), '-f', 'authjs');
    expect(report).toMatchObject({ loaded: 2, hashers: { bcrypt: 1, none: 1 } });
    expect(await rows()).toMatchObject([
      { email_verified: false },
      { email_verified: true, first_name: null },
    ]);
  }, 60_000);

  it('refuses a file whose rows are broken as a whole, names each line, and loads the others only when told', async () => {
    const [good, ...others] = people(12, digest);
    const broken = [
      good,
      { ...others[0], email: 'no address' },
      { ...others[1], password_digest: BCRYPT },
      { ...others[2], password_hasher: 'rot13' },
      { ...others[3], email: good!['email'] },
      { ...others[4], legacy_id: good!['legacy_id'] },
      { ...others[5], legacy_id: '' },
      { ...others[6], created_at: 'yesterday' },
      { ...others[7], totp_secret: 'not base32!' },
      { ...others[8], email: undefined },
      { ...others[9], password_digest: 'a'.repeat(64), password_hasher: undefined },
    ];
    const text = `${broken.map((row) => JSON.stringify(row)).join('\n')}\n{"legacy_id": "cut\n`;
    const file = world.file('broken.ndjson', text);
    const refused = await world.accounts(['load', file]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('11 of 12 rows cannot be taken; nothing was loaded.');
    expect(refused.stdout).toContain('line 3: the digest is not one of the stated hasher\n');
    expect(`${refused.stdout}${refused.stderr}`).not.toContain('made-up.test');
    expect(await rows()).toEqual([]);

    const { report } = await load(file, '--skip-broken');
    expect(report).toMatchObject({ rows: 12, loaded: 1, refused: 11 });
    const reasons = Object.fromEntries(
      (report!['lines'] as { line: number; reason: string }[]).map(({ line, reason }) => [line, reason]),
    );
    expect(reasons).toEqual({
      2: 'email_invalid',
      3: 'digest_shape',
      4: 'hasher_unknown',
      5: 'duplicate_email',
      6: 'duplicate_id',
      7: 'no_id',
      8: 'time_invalid',
      9: 'totp_invalid',
      10: 'no_email',
      11: 'hasher_missing',
      12: 'unreadable',
    });
  }, 60_000);

  it('may load a file again, and says which rows clash with what was loaded before', async () => {
    const known = people(3, digest);
    const file = world.file('people.ndjson', known);
    expect((await load(file)).report).toMatchObject({ loaded: 3 });
    expect((await load(file)).report).toMatchObject({ loaded: 0, unchanged: 3, refused: 0 });
    const clashing = [
      { ...known[0], email: 'moved@made-up.test' },
      { ...known[1], legacy_id: 'other-source-2' },
    ];
    const { report } = await load(world.file('clashing.ndjson', clashing), '--skip-broken');
    expect(report).toMatchObject({
      lines: [
        { line: 1, reason: 'clash_id' },
        { line: 2, reason: 'clash_email' },
      ],
    });
  }, 60_000);

  it('keeps nothing of a dry run', async () => {
    const { report } = await load(world.file('people.ndjson', people(3, digest)), '--dry-run');
    expect(report).toMatchObject({ dryRun: true, loaded: 3 });
    expect(await rows()).toEqual([]);
  }, 60_000);

  it.each([
    ['a picture', '\u0089PNG\r\n\u001a\n', 'csv'],
    ['another table', 'a,b\n1,2\n', 'csv'],
    ['a JSON document', '{\n  "users": [\n', 'ndjson'],
    ['a cut JSON list', '{"users": [{"localId": "1"}', 'firebase'],
  ])(
    'refuses %s',
    async (_, content, format) => {
      const refused = await world.accounts(['load', world.file('file.bin', content), '-f', format]);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('This is no file of the stated format');
    },
    60_000,
  );

  it('does not let an erased person come back', async () => {
    await load(world.file('people.ndjson', people(2, digest)));
    // As the eraser of the registry does it.
    await world.database.query(`delete from legacy_accounts where legacy_id = 'old-1'`);
    expect(await world.database.query('select from legacy_account_secrets')).toHaveLength(1);
    const again = [...people(1, digest), { ...people(1, digest)[0], legacy_id: 'another-id' }];
    const { report } = await load(world.file('again.ndjson', again), '--skip-broken');
    expect(report).toMatchObject({
      loaded: 0,
      lines: [
        { line: 1, reason: 'erased' },
        { line: 2, reason: 'erased' },
      ],
    });
  }, 60_000);
});
