/** What the service tells the console at `/console/config.json`. */
export interface Config {
  readonly clerk: {
    /** A Clerk of this machine, which has no script of its own. */
    readonly isLocal: boolean;
    readonly publishableKey: string;
    /** The origin of the Frontend API. */
    readonly frontendApi: string;
  };
}

/** @throws Error where the service does not answer */
export async function readConfig(): Promise<Config> {
  const answer = await fetch(`${import.meta.env.BASE_URL}config.json`);
  if (!answer.ok) throw new Error(`config.json: ${String(answer.status)}`);
  return (await answer.json()) as Config;
}
