interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML: (text: string) => string | null }): unknown;
}

/**
 * The library of charts empties the element that it draws in by `innerHTML = ''`, which trusted types refuse. From here on
 * that one text may become markup, and no other.
 */
export function letEmptyMarkupThrough(): void {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', { createHTML: (text) => (text === '' ? text : null) });
}
