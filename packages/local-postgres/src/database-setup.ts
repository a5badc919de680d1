/** What a project wants to find in the server: one database, and two roles that log in. */
export interface DatabaseSetup {
  /** The database; made when it is not there. */
  readonly name: string;
  /** The role that owns the database and what lies in it; {@link statements} make it. */
  readonly ownerRole: string;
  /** The role that a running program uses; {@link statements} make it. */
  readonly appRole: string;
  /**
   * SQL that makes the roles, or puts them back as they should be. A superuser runs it in the database at every start.
   * The passwords that the two roles must have come as settings of the session, `<name>.owner_password` and
   * `<name>.app_password`.
   */
  readonly statements: string;
}
