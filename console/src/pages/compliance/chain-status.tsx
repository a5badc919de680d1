import { type AuditChain, useAuditChain } from '../../api/audit-search-query';
import { CheckIcon, CrossIcon } from '../../ui/icons';
import { Moment } from '../../ui/moment';
import { QueryState } from '../../ui/query-state';
import { useComplianceWords } from '../../words/use-compliance-words';

/** How far the log is sealed and signed, and whether the nightly check ever found it changed. */
export function ChainStatus() {
  return <QueryState query={useAuditChain()}>{(chain) => <Chain chain={chain} />}</QueryState>;
}

function Chain({ chain }: { readonly chain: AuditChain }) {
  const words = useComplianceWords();
  const { sealedRows, checkpoint, changeFoundAt, head, firstKept } = chain;
  return (
    <>
      <div className={`verdict-box ${changeFoundAt === null ? 'yes' : 'no'}`} role="status">
        {changeFoundAt === null ? <CheckIcon /> : <CrossIcon />}
        <span>
          {changeFoundAt === null ? words.neverChanged : words.changeFound}{' '}
          {changeFoundAt !== null && <Moment at={changeFoundAt} />}
        </span>
      </div>
      <p className="hint">
        {words.sealed(sealedRows, checkpoint?.rows ?? 0)} {firstKept > 1 && words.keptFrom(firstKept)}{' '}
        {head !== '' && (
          <>
            {words.chainHead} <code>{head.slice(0, 16)}…</code>
          </>
        )}
      </p>
    </>
  );
}
