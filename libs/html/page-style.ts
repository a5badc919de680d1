/** The look of pages: light, dark and on paper; nothing is loaded from anywhere. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ink:#1d2430;--soft:#5b6675;--line:#d9dee6;--paper:#fff;--band:#f4f6f9;--accent:#2456b3;--note:#fff6dc}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#9aa6b6;--line:#333c4a;--paper:#12161d;--band:#1a202a;--accent:#8db4ff;--note:#3a3115}}
*{box-sizing:border-box}
body{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--paper);max-width:76rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 .5rem}
h2{font-size:1.25rem;margin:2.25rem 0 .5rem}
p{max-width:46rem;margin:.5rem 0}
a{color:var(--accent)}
code{font:.9em ui-monospace,Menlo,Consolas,monospace}
header{border-bottom:1px solid var(--line);padding-bottom:1rem}
section{border-top:1px solid var(--line);margin-top:2rem}
section h2{margin-top:1.25rem}
.hint{color:var(--soft);font-size:.9rem}
.note{background:var(--note);border-left:4px solid #d9a400;padding:.6rem .9rem;border-radius:4px}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .7rem;border-bottom:1px solid var(--line)}
th{background:var(--band);font-weight:600;white-space:nowrap}
td{overflow-wrap:break-word;max-width:26rem}
.contents td{min-width:7rem}
td code{white-space:nowrap}
ul{max-width:46rem;margin:.5rem 0;padding-left:1.25rem}
tbody tr:last-child td{border-bottom:0}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
time{white-space:nowrap}
dl{border:1px solid var(--line);border-radius:6px;margin:.75rem 0;padding:.25rem .9rem;font-size:.925rem}
dl div{display:grid;grid-template-columns:14rem 1fr;gap:1rem;padding:.35rem 0;border-bottom:1px solid var(--line)}
dl div:last-child{border-bottom:0}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
@media (max-width:40rem){dl div{grid-template-columns:1fr;gap:0}.contents{display:block;overflow-x:auto}}
@media print{:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--band:#eee;--accent:#000;--note:#fff}
body{font-size:10pt;max-width:none;padding:0}.wide{overflow:visible;border:0}table{font-size:8pt}td{max-width:none;overflow-wrap:anywhere}
th{white-space:normal}tr,dl div{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}td code{white-space:normal}.contents td{min-width:0}time{white-space:normal}}
`;
