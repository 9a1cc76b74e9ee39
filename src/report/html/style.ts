import { Markup } from './markup.js';

/** Colours meet WCAG AA (4.5:1 for text, 3:1 for shapes) on their background in both schemes. */
export const STYLE = new Markup(`
:root { color-scheme: light dark; --paper: #fbfbf9; --card: #ffffff; --ink: #1d2228; --soft: #57606a; --line: #d5d9de;
  --track: #eceef0; --plain: #3b6ea8; --good: #2c7a4b; --warn: #9a6200; --bad: #b3261e; --wait: #b8791a; --wait-back: #f7ead2; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --card: #1c2024; --ink: #e8eaed; --soft: #a5adb6; --line: #353b42;
  --track: #2a2f35; --plain: #7aabe0; --good: #63c28a; --warn: #e0a94a; --bad: #f28b82; --wait: #d99a3a; --wait-back: #3a2f1c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 800px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 40px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; }
h1.good { color: var(--good); } h1.mixed { color: var(--warn); } h1.bad { color: var(--bad); }
h2 { font-size: 18px; margin: 0 0 12px; }
p { margin: 0 0 12px; } .soft, footer, caption { color: var(--soft); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 20px; margin: 20px 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; min-width: 0; } h1, p, dd, caption { overflow-wrap: break-word; }
svg { display: block; width: 100%; } .bar { height: 6px; margin-top: 3px; border-radius: 3px; background: var(--track); }
.time { height: 160px; border: solid var(--line); border-width: 1px 0; }
.axis { display: flex; justify-content: space-between; color: var(--soft); font-size: 14px; }
.plain { fill: var(--plain); } .good { fill: var(--good); } .warn { fill: var(--warn); }
.bad { fill: var(--bad); } .wait { fill: var(--wait); } .wait-back { fill: var(--wait-back); }
.table { overflow-x: auto; margin: 8px 0; } table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { text-align: left; padding-bottom: 4px; } th, td { text-align: left; padding: 5px 12px 5px 0; vertical-align: top; }
thead th { border-bottom: 1px solid var(--line); color: var(--soft); font-weight: 600; }
tbody th { font-weight: 400; } tbody tr + tr > * { border-top: 1px solid var(--line); }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } tr > .n:last-child { padding-right: 0; }
tbody th { min-width: 13em; } .b { min-width: 90px; width: 45%; } .day { white-space: nowrap; }
code { font: 13px/1.5 ui-monospace, monospace; }
summary { cursor: pointer; color: var(--soft); font-size: 14px; } footer { padding-bottom: 40px; font-size: 14px; }
:focus-visible { outline: 2px solid var(--plain); outline-offset: 2px; }
@media (max-width: 560px) { section { padding: 14px; } dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 8px; } th, td { padding-right: 8px; } tbody th { min-width: 0; } .b { width: auto; } header, main, footer { padding: 0 12px; } header { padding-top: 24px; } }
@media print { :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --track: #eee;
  --plain: #3b6ea8; --good: #2c7a4b; --warn: #8a5800; --bad: #a3221b; --wait: #b8791a; --wait-back: #f7ead2; }
  body { font-size: 11pt; } header, main, footer { max-width: none; padding: 0; } section { border: 0; border-top: 1px solid var(--line);
  border-radius: 0; padding: 12px 0; margin: 12px 0; } svg, tr, h2 { break-inside: avoid; } h2 { break-after: avoid; }
  svg, rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } details, section:has(> h2 + details) { display: none; } .table { overflow: visible; } }
`);
