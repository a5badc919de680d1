/** Why a key of a service account is refused, as a class: the label of a counter and a word of a log line. */
export type KeyFault =
  'malformed' | 'unknown' | 'expired' | 'revoked' | 'issuer_gone' | 'network' | 'not_accepted' | 'not_linked';

/** Which side of a right of a service account is missing. */
export type MissingSide =
  /** Nobody gave the account a role that carries it here. */
  | 'not_given'
  /** It was given, and whoever gave it does not hold it here any more. */
  | 'giver_lacks'
  /** It was given and its giver holds it, but not whoever made the key. */
  | 'issuer_lacks'
  /** The API key of Clerk that came names scopes, and not this one. */
  | 'out_of_scope'
  /** No account of its kind may hold it: it gives rights, hands out or erases data, or belongs to another level. */
  | 'withheld';
