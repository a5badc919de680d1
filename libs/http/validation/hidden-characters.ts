/** Controls, unpaired surrogates and direction overrides: they forge log lines and disguise names. */
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;

/** What no font shows: two names that differ in it look alike. U+2800 is a Braille pattern without a dot. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB]/u;

/** Scripts in which a joiner or non-joiner between two letters is spelling (RFC 5892, appendix A, is of the same mind). */
const JOINED =
  '[\\p{Script=Arab}\\p{Script=Syrc}\\p{Script=Deva}\\p{Script=Beng}\\p{Script=Guru}\\p{Script=Gujr}\\p{Script=Orya}\\p{Script=Taml}\\p{Script=Telu}\\p{Script=Knda}\\p{Script=Mlym}\\p{Script=Sinh}\\p{Script=Khmr}\\p{Script=Mymr}\\p{Script=Mong}]';
const SPELLING = new RegExp(`(?<=${JOINED})[\\u200C\\u200D](?=${JOINED})`, 'gu');
/** Selectors behind a picture or an ideograph, those of key caps, and joiners inside one picture (a family). */
const PICTURE =
  /(?<=[\p{Extended_Pictographic}\p{Script=Han}])[\uFE0E\uFE0F\u{E0100}-\u{E01EF}]|(?<=[0-9#*])\uFE0F(?=\u20E3)|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})/gu;

/** Which kind of characters that nobody sees a text for people holds; null for none. */
export function hiddenCharactersIn(text: string): 'control' | 'invisible' | null {
  if (CONTROL.test(text)) return 'control';
  const rest = text.replace(SPELLING, '').replace(PICTURE, '');
  return INVISIBLE.test(rest) || (text !== '' && !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)) ? 'invisible' : null;
}
