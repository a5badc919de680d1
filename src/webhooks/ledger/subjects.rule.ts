import { isLowerCaseUuid } from '#libs/uuid';
import { identifiersIn, textsIn } from '#users';

/** Somebody or something that an event names, in canonical form: an id of Clerk's, an address or a phone number. */
export interface EventSubject {
  readonly subject: string;
  /** `owner`: the event is about them; `mention`: it names them, as the one who invited or founded, or in free text. */
  readonly relation: 'owner' | 'mention';
}

/** Where Clerk says whose an event is: the person of a `user`, of what carries a `user_id`, and of a membership. */
const OWNER_PATHS = ['id', 'user_id', 'public_user_data.user_id'];
/** Without such an id: the invited address, and where mail or a text message went. */
const ADDRESSEE_PATHS = ['email_address', 'to_email_address', 'to_phone_number'];
/** What belongs to the person of the event: the id leads to it, and whoever has it later is not meant. */
const OWN_DATA =
  /^(email_addresses|phone_numbers|external_accounts|enterprise_accounts|saml_accounts)\.|^(email_address|to_email_address|to_phone_number|identifier)$|^public_user_data\./;

/**
 * Whom an event is about and whom it names, by where it stands in the data and as whole values. An event belongs to the
 * id in it; an address counts only where it is nobody's attribute.
 */
export function subjectsOf(data: unknown): EventSubject[] {
  const found = new Map<string, EventSubject['relation']>();
  const texts = [...textsIn(data)].map(({ path, text, isKey }) => ({
    path: path.join('.'),
    isKey: isKey === true,
    identifiers: [...identifiersIn(text), ...(isKey !== true && ID.test(text) ? [text] : [])].filter(
      (one) => !isLowerCaseUuid(one),
    ),
  }));
  const owners = new Set(
    texts.flatMap(({ path, isKey, identifiers }) =>
      !isKey && OWNER_PATHS.includes(path) ? identifiers.filter(isId) : [],
    ),
  );
  const isAboutPerson = [...owners].some((id) => id.startsWith('user_'));
  for (const { path, isKey, identifiers } of texts) {
    for (const identifier of identifiers) {
      const isOwner = owners.has(identifier) || (!isAboutPerson && !isKey && ADDRESSEE_PATHS.includes(path));
      if (isAboutPerson && !isId(identifier) && !isKey && OWN_DATA.test(path)) continue;
      if (isOwner || !found.has(identifier)) found.set(identifier, isOwner ? 'owner' : 'mention');
    }
  }
  return [...found].map(([subject, relation]) => ({ subject, relation }));
}

const ID = /^(?:user|org|orginv)_[0-9A-Za-z]+$/;
const isId = (identifier: string): boolean => /^(?:user|org|orginv)_/.test(identifier);
