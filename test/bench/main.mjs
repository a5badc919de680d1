import { COMPARABLE, compareBuilds } from './against.mjs';
import { startStack } from './stack.mjs';

/** What can be measured. Everything listens on 127.0.0.1, is bounded in time, and is stopped and removed at the end. */
const SECTIONS = {
  decide: 'nanoseconds of one decision',
  signature: 'microseconds of one signature of a webhook: svix beside node:crypto',
  http: 'requests per second beside bare Fastify, jose, @clerk/fastify and @clerk/express (with --against: of both builds)',
  peers: 'the same as http without --against',
  recording: 'the same as record without --against',
  scale: 'one check over HTTP, from 1 000 to 1 000 000 grants on 10 000 properties',
  declared: 'one check over HTTP, without and with 200 permissions that the application declares',
  groups: 'one check over HTTP, without groups, beside them and from inside them',
  keys: 'one check over HTTP by people and by keys of service accounts, and each proof by itself',
  together: 'one check over HTTP, with declared permissions, groups and keys all at once',
  events: 'from the commit of a change to its arrival at an endpoint, 500 a second',
  adopt: 'filling an empty mirror with 100 000 people of a local Clerk that holds its limits (minutes)',
  million:
    'a reconciliation and the usage of a month from 10 000 to 1 000 000 people: memory, cost a person (minutes)',
  import: 'moving 10 000 to 200 000 accounts to a local Clerk: part of the rate given, and memory (minutes)',
  telemetry: 'one property over HTTP, without telemetry and with it',
  growth:
    'requests beside three years of audit log and usage, 2 000 000 rows a table or BENCH_ROWS, and few (minutes)',
  record: 'what recording costs a change over HTTP (with --against: the change, of both builds)',
  apply: 'webhooks of a backlog applied in a second (with --against)',
  memory:
    'of a process that serves the API alone, after its start and after 100 requests a second (with --against)',
  reconcile: 'differences that a reconciliation applies in a second (with --against)',
  start: 'npm start to the first answered request, warm (with --against)',
  pool: '200 000 requests of 64 clients over 4 connections with aborts: no answer of another tenant (minutes)',
  'sign-ins': 'what 200 wrong passwords a second cost the other routes',
  freshness: '10 000 rights taken on one process and used on another: no yes (minutes)',
};
const USUAL = ['decide', 'http', 'scale'];
/** Other names of sections that --against measures in another way. */
const OF_ONE_BUILD = { peers: 'http', recording: 'record' };

const USAGE = `npm run bench -- [section…] [--quick] [--profile=DIR] [--against COMMIT]

${Object.entries(SECTIONS)
  .map(([name, what]) => `  ${name.padEnd(10)} ${what}`)
  .join('\n')}

Without a section: ${USUAL.join(', ')}. --quick takes one short round. --profile writes CPU profiles of the service.
--against builds another commit beside this one and sends both the same requests in turns (${COMPARABLE.join(', ')});
other sections follow, of this build alone.
The peers are installed into a temporary folder from the npm registry; BENCH_PEERS=DIR keeps them there.`;

const options = process.argv.slice(2);
const at = options.indexOf('--against');
const [, against] = at === -1 ? [] : options.splice(at, 2);
const wanted = options.filter((option) => !option.startsWith('-'));
const unknown = wanted.filter((name) => !(name in SECTIONS));
if (options.includes('--help') || unknown.length > 0) {
  console.log(unknown.length > 0 ? `There is no section ${unknown.join(', ')}.\n\n${USAGE}` : USAGE);
  process.exit(unknown.length > 0 ? 1 : 0);
}

let left = wanted.length > 0 || at !== -1 ? wanted : USUAL;
if (at !== -1) {
  const compared = wanted.filter((name) => COMPARABLE.includes(name));
  const sections = wanted.length > 0 ? compared : COMPARABLE;
  if (sections.length > 0)
    await compareBuilds({ commit: against ?? 'HEAD', sections, isQuick: options.includes('--quick') });
  left = wanted.filter((name) => !COMPARABLE.includes(name));
  if (left.length === 0) process.exit();
}

const alone = left.find((name) => ['apply', 'memory', 'reconcile', 'start'].includes(name));
if (alone !== undefined) {
  console.log(`${alone} compares two builds: add --against COMMIT.`);
  process.exit(1);
}

const settings = {
  isQuick: options.includes('--quick'),
  profile: options.find((option) => option.startsWith('--profile='))?.slice('--profile='.length),
};
const stack = await startStack(settings);
const stopped = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve('interrupted'));
});
try {
  const work = async () => {
    for (const name of left) {
      const { measure } = await import(`./sections/${OF_ONE_BUILD[name] ?? name}.mjs`);
      await measure(stack, settings);
    }
  };
  if ((await Promise.race([work(), stopped])) === 'interrupted') process.exitCode = 130;
} finally {
  await stack.stop();
}
process.exit();
