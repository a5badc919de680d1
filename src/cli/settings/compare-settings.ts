import { SECRET_VARIABLES } from '#settings';
import type { ShownSettings } from '../../doctor/index.js';

/** One setting that two environments have differently. */
export interface SettingDifference {
  readonly name: string;
  readonly here: string | null;
  readonly there: string | null;
}

/** The settings that differ, in the order of the first. */
export function differencesOf(here: ShownSettings, there: ShownSettings): SettingDifference[] {
  const names = new Set([...Object.keys(here), ...Object.keys(there)]);
  return [...names].flatMap((name) => {
    const [one, other] = [here[name] ?? null, there[name] ?? null];
    return one === other ? [] : [{ name, here: one, there: other }];
  });
}

/** Secrets that both environments have: whoever runs the lesser one holds those of the other. */
export function sharedSecrets(here: ShownSettings, there: ShownSettings): string[] {
  return SECRET_VARIABLES.filter((name) => here[name] != null && here[name] === there[name]);
}
