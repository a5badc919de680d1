/**
 * The statements that hand functions to `tenantry_access`, a role that nobody can log in as: they run with its rights
 * (`security definer`), and only the runtime role may call them. For the hand-over alone that role may make something
 * in the schema.
 *
 * @param signatures as `app.name(type, type)`
 */
export function ownedByAccessRole(...signatures: readonly string[]): string[] {
  return [
    `grant create on schema app to tenantry_access`,
    ...signatures.map((signature) => `alter function ${signature} owner to tenantry_access`),
    `revoke create on schema app from tenantry_access`,
    `set local role tenantry_access`,
    ...signatures.flatMap((signature) => [
      `revoke execute on function ${signature} from public`,
      `grant execute on function ${signature} to tenantry_app`,
    ]),
    `reset role`,
  ];
}

/** The statements that drop such functions: only their owner may. */
export function dropOfAccessRole(...signatures: readonly string[]): string[] {
  return [
    `set local role tenantry_access`,
    ...signatures.map((signature) => `drop function ${signature}`),
    `reset role`,
  ];
}

/**
 * The statements that make `app.may_drop_<table>`, the guards that `app.drop_partition` asks, functions of that role: it
 * reads past row-level security, and the owner of the partitions calls them too.
 */
export function guardsOfPartitions(...signatures: readonly string[]): string[] {
  return [
    ...ownedByAccessRole(...signatures),
    `set local role tenantry_access`,
    ...signatures.map((signature) => `grant execute on function ${signature} to session_user`),
    `reset role`,
  ];
}
