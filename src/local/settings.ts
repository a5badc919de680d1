/** Environment variables as they come: text, an empty one counts as unset. */
export type Settings = Readonly<Record<string, string | undefined>>;

export function isSet(settings: Settings, name: string): boolean {
  return (settings[name]?.trim() ?? '') !== '';
}

/** Adds settings where none are set. */
export function fillIn(settings: Settings, defaults: Settings): Settings {
  const missing = Object.entries(defaults).filter(([name]) => !isSet(settings, name));
  return { ...settings, ...Object.fromEntries(missing) };
}
