import type { DataSources } from '../core/tables/permission-index.ts'
import { html, type Markup } from '../render/html/parts/html.ts'
import { symbols } from '../render/html/parts/icons.ts'
import { sourceWords } from '../render/source-words.ts'
import { examples } from './examples.ts'

export interface Shell {
  /** Of the meta element: what the browser lets the page do. */
  readonly policy: string
  readonly style: string
  /** The script that unpacks the rest. */
  readonly boot: string
  /** What it unpacks. */
  readonly block: string
  readonly version: string
  readonly data: DataSources
}

/** The page as it stands before its code runs: all that is always there, and can be read meanwhile. */
export function shell({ policy, style, boot, block, version, data }: Shell): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    html`<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex"><title>why403: why did Microsoft Graph say no?</title>`,
    `<style>${style}</style></head>`,
    html`<body>${symbols}${lockSymbol}<a class="skip" href="#main">Skip to the content</a>${bar}<main class="wrap" id="main"><noscript><p class="lead">This page reads what you paste by a script of its own, and the browser runs none. What it would do, the command line does: why403 explain.</p></noscript><p class="lead" id="old" hidden>This browser cannot unpack the page: it takes one of 2023 or newer.</p>${explain}${needs}${learn}</main>${foot(version, data)}`,
    `<script type="text/plain" id="block">${block}</script>`,
    `<script>${boot}</script>`,
    '</body></html>',
    '',
  ].join('\n')
}

const lockSymbol = html`<svg width="0" height="0" class="sr" aria-hidden="true"><symbol id="i-lock" viewBox="0 0 24 24"><path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/></symbol></svg>`
const lock = html`<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-lock"/></svg>`

const bar = html`<header class="bar screen"><div class="wrap"><a class="brand" href="#explain" aria-label="why403, to the box">why<b>403</b></a><nav aria-label="Pages"><a href="#explain" data-view="explain" aria-current="page">Explain</a><a href="#needs" data-view="needs">What does this call need?</a><a href="#learn" data-view="learn">Learn</a></nav><a class="off" href="#trust">${lock}<span>Offline · <span data-sent>0</span> requests sent</span></a></div></header>`

/** Literals alone: in a value, the ends of lines would be made visible. */
const placeholder = html`eyJ0eXAiOiJKV1…   a token&#10;AADSTS7000215     an error&#10;GET /users        a request&#10;&gt; authorization:  curl -v, a log`

const keys = html`<span class="kb"><kbd>Ctrl</kbd> <kbd>Enter</kbd> explain &nbsp; <kbd>Esc</kbd> clear &nbsp; <kbd>/</kbd> back to the box</span>`

const explain = html`<section class="view" id="v-explain" aria-label="Explain"><div id="intro"><h1>Why did Microsoft Graph say no?</h1><p class="lead">Paste what you have: a token, an error, a request, a curl line, a log, a HAR, a case file. It is read here and answered here.</p></div><form class="paste card screen" id="form" autocomplete="off"><label for="box">Paste anything, or drop a file</label><textarea id="box" spellcheck="false" autocomplete="off" autocapitalize="off" placeholder="${placeholder}"></textarea><div class="row">${keys}<span class="buttons"><button type="button" class="link" id="clear">Clear</button><label class="btn" for="file">Choose a file</label><input type="file" class="sr" id="file"><button class="go">Explain</button></span></div></form><p class="got screen" id="got" role="status"></p><div class="answer" id="answer" tabindex="-1"></div><div id="start">${tries()}${trust()}</div></section>`

function tries(): Markup {
  const items = examples.map(
    ({ title, hint }, at) =>
      html`<li><button type="button" class="card" data-example="${at}"><b>${title}</b><span>${hint}</span></button></li>`,
  )
  return html`<section class="try" aria-labelledby="h-try"><h2 id="h-try">Or try one</h2><ul>${items}</ul></section>`
}

function trust(): Markup {
  return html`<section class="trust card" id="trust" aria-labelledby="h-trust"><div><h2 id="h-trust">${lock}Nothing you paste leaves this tab.</h2><p>It is one file, and it works with the network unplugged. Save it, and it opens from your disk.</p><p><span class="zero" data-sent>0</span> requests sent since this page opened, by the browser’s own record.</p></div><dl><dt>The browser forbids it</dt><dd>The page’s own policy is <code>default-src 'none'</code>, <code>connect-src 'none'</code>, <code>form-action 'none'</code>. View source: it stands at the very top.</dd><dt>Look yourself</dt><dd>Open the developer tools’ Network panel, then paste. It stays empty.</dd><dt>Nothing is kept</dt><dd>No cookie, no storage; what you paste is never in the address, the title or the history. It is cleared when you say so, and after ten minutes without a key or a click.</dd><dt>Signatures</dt><dd>They are not verified here, unless you paste the tenant’s keys beside the token: the page can ask nobody for them.</dd></dl></section>`
}

const needs = html`<section class="view" id="v-needs" aria-label="What does this call need?" hidden><h1>What does this call need?</h1><p class="lead">Search operations, permissions and PowerShell cmdlets, or paste several lines.</p><div class="find2 card screen"><input id="find" type="text" role="combobox" aria-label="Operation or permission" aria-expanded="false" aria-controls="hits" aria-autocomplete="list" autocomplete="off" spellcheck="false" autocapitalize="off" placeholder="GET /users/{id}/messages, Mail.Read, Get-MgUser"></div><ul class="hits card screen" id="hits" role="listbox" aria-label="Found" hidden></ul><p class="s soft kb screen"><kbd>↑</kbd> <kbd>↓</kbd> choose &nbsp; <kbd>Enter</kbd> show &nbsp; <kbd>Shift</kbd> <kbd>Enter</kbd> add to the calls shown</p><p class="got screen" id="chosen" role="status"></p><div class="answer" id="needed" tabindex="-1"></div></section>`

const learn = html`<section class="view" id="v-learn" aria-label="Learn" hidden></section>`

function foot(version: string, data: DataSources): Markup {
  return html`<footer class="wrap"><div class="foot"><p>why403 ${version}. ${sourceWords(data)}; they are Microsoft’s, and Graph has the last word.</p><p>One file; no cookie, no storage, no account.</p></div></footer>`
}
