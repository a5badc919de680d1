/** Configuration of a route of a page: it takes what a form sends (`application/x-www-form-urlencoded`), and no JSON. */
export const FORM_BODY = { formBody: true } as const;

/** Whether a route's configuration is {@link FORM_BODY}. */
export function wantsFormBody(config: unknown): boolean {
  return typeof config === 'object' && config !== null && 'formBody' in config && config.formBody === true;
}
