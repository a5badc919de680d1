import type { EmulatorCore } from '../emulator-core.js';
import type { Register } from '../server/call.js';
import { clerkError, notFound } from '../server/clerk-error.js';
import { DocumentStore, without } from '../operations/document-store.js';
import { randomText } from '../state/id-generator.js';
import type { JsonObject } from '../state/records.js';

const DEFAULT_TOKEN_SECONDS = 3_600;

/** Machines: services that prove themselves with a secret key of their own. */
export function machineRoutes(route: Register, core: EmulatorCore): void {
  const machines = machineStore(core);
  const one = '/machines/:id';
  const bare = (machine: JsonObject): JsonObject => without(machine, 'secret_key', 'scopes');
  const scopesOf = (machine: JsonObject): string[] => machine['scopes'] as string[];
  const show = (machine: JsonObject): JsonObject => ({
    ...bare(machine),
    scoped_machines: scopesOf(machine).map((id) => bare(machines.get(id))),
  });
  route('GET', '/machines', ({ query }) => {
    const text = query.text('query')?.toLowerCase();
    const rows = machines
      .list()
      .filter(
        ({ name, id }) => text === undefined || `${String(name)} ${String(id)}`.toLowerCase().includes(text),
      );
    return machines.envelope(query, rows.map(show));
  });
  route('POST', '/machines', ({ body }) => {
    body.only('name', 'scoped_machines', 'default_token_ttl');
    const machine = createMachine(core, {
      name: body.text('name'),
      scopes: (body.texts('scoped_machines') ?? []).map((id) => String(machines.get(id)['id'])),
      tokenSeconds: body.integer('default_token_ttl', 1),
    });
    return { ...show(machine), secret_key: machine['secret_key'] };
  });
  route('GET', one, ({ params }) => show(machines.get(params['id'] ?? '')));
  route('PATCH', one, ({ params, body }) => {
    body.only('name', 'default_token_ttl');
    const changes = {
      name: body.optionalText('name'),
      default_token_ttl: body.integer('default_token_ttl', 1),
    };
    return show(machines.change(params['id'] ?? '', changes));
  });
  route('DELETE', one, ({ params }) => machines.delete(params['id'] ?? ''));
  route('GET', `${one}/secret_key`, ({ params }) => ({
    object: 'machine_secret_key',
    secret: machines.get(params['id'] ?? '')['secret_key'],
  }));
  route('POST', `${one}/secret_key/rotate`, ({ params, body }) => {
    body.only('previous_token_ttl').integer('previous_token_ttl', 0);
    const secret = `ak_${randomText(48)}`;
    machines.change(params['id'] ?? '', { secret_key: secret }, secret);
    return { object: 'machine_secret_key', secret };
  });
  route('POST', `${one}/scopes`, ({ params, body }) => {
    const machine = machines.get(params['id'] ?? '');
    const target = String(machines.get(body.only('to_machine_id').text('to_machine_id'))['id']);
    if (scopesOf(machine).includes(target)) throw clerkError(409, 'conflict', 'The scope exists already');
    machines.change(String(machine['id']), { scopes: [...scopesOf(machine), target] });
    const created_at = core.clock.now();
    return { object: 'machine_scope', from_machine_id: machine['id'], to_machine_id: target, created_at };
  });
  route('DELETE', `${one}/scopes/:other_id`, ({ params }) => {
    const machine = machines.get(params['id'] ?? '');
    const target = params['other_id'] ?? '';
    if (!scopesOf(machine).includes(target)) throw notFound('machine scope', target);
    machines.change(String(machine['id']), { scopes: scopesOf(machine).filter((id) => id !== target) });
    return { object: 'machine_scope', from_machine_id: machine['id'], to_machine_id: target, deleted: true };
  });
}

/** @returns the machine with its secret key */
export function createMachine(
  core: EmulatorCore,
  {
    name,
    scopes = [],
    tokenSeconds,
  }: { name: string; scopes?: readonly string[]; tokenSeconds?: number | undefined },
): JsonObject {
  const secret = `ak_${randomText(48)}`;
  return machineStore(core).create(
    {
      name,
      instance_id: core.identity.instanceId,
      default_token_ttl: tokenSeconds ?? DEFAULT_TOKEN_SECONDS,
      scopes: [...scopes],
      secret_key: secret,
    },
    secret,
  );
}

/** Machines, found by id or secret key. */
export function machineStore(core: EmulatorCore): DocumentStore {
  return new DocumentStore(core, 'machine', 'mch');
}
