import { useOwnerWords } from '../../words/use-owner-words';
import { isEventKind } from './event-kinds';

/** What an endpoint is told of, in words; single types by their name. */
export function EventTypes({ types }: { readonly types: readonly string[] }) {
  const { endpoints: texts } = useOwnerWords();
  if (types.length === 0) return <>{texts.everything}</>;
  return <>{types.map((each) => (isEventKind(each) ? texts.kinds[each] : each)).join(', ')}</>;
}
