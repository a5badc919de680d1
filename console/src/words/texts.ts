/** A text for each of these keys. */
export type Texts<Key extends PropertyKey> = Readonly<Record<Key, string>>;
/** A text for some of these keys; what has none is shown as it is. */
export type SomeTexts<Key extends PropertyKey = string> = Readonly<Partial<Record<Key, string>>>;
