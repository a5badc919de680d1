import { type AuditChain, useAuditChain, useCheckAudit } from '../../api/audit-search-query';
import { CheckIcon, CrossIcon } from '../../ui/icons';
import { Moment } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { useComplianceWords } from '../../words/use-compliance-words';

/** How far the log is sealed and signed, whether the nightly check ever found it changed, and a check of one's own. */
export function ChainStatus() {
  return <QueryState query={useAuditChain()}>{(chain) => <Chain chain={chain} />}</QueryState>;
}

function Chain({ chain }: { readonly chain: AuditChain }) {
  const words = useComplianceWords();
  const check = useCheckAudit();
  const { sealedRows, checkpoint, changeFoundAt, head, firstKept } = chain;
  const found = check.data;
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
      <button
        className="button"
        disabled={check.isPending}
        onClick={() => {
          check.mutate(undefined);
        }}
      >
        {check.isPending ? words.checkingHere : words.checkHere}
      </button>
      {check.isError && <ProblemNotice error={check.error} />}
      {found && (
        <div className={`verdict-box ${found.isIntact ? 'yes' : 'no'}`} role="status">
          {found.isIntact ? <CheckIcon /> : <CrossIcon />}
          <span>
            {found.fault === null
              ? words.logIntact(found.rows, found.signedRows)
              : words.logFaults[found.fault.kind](found.fault.sequence)}
          </span>
        </div>
      )}
    </>
  );
}
