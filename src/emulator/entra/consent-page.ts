import { html } from 'hono/html'
import type { App } from '../tenant.ts'
import type { World } from '../world.ts'
import type { EntraRefusalDetails } from './refusal.ts'

type Html = ReturnType<typeof html>

/** The page that asks an administrator. Every value is escaped by the template. */
export function consentPage(world: World, app: App, meanings: ReadonlyMap<string, string>): string {
  const { domain } = world.tenant
  const granted = world.tenant.rolesOf(app, world.tenant.graph)
  const declared = (kind: 'Role' | 'Scope') =>
    app.declared
      .filter(one => one.kind === kind)
      .map(({ permission }) =>
        permissionItem(
          permission,
          meanings.get(permission) ?? '',
          kind === 'Role' && granted.includes(permission),
        ),
      )
  const roles = declared('Role')
  const scopes = declared('Scope')
  const isAllThere = app.declared.every(
    ({ kind, permission }) => kind === 'Scope' || granted.includes(permission),
  )
  const besides = granted.filter(
    name => !app.declared.some(one => one.kind === 'Role' && one.permission === name),
  )
  const kept = html`<p>Granted before, and not asked for now: <code>${besides.join(', ')}</code>. It stays granted.</p>`
  const none = html`<p>It declares no application permission: there is nothing to grant to the app itself.</p>`
  const asItself = html`<h2>Application permissions: it acts as itself, with no user</h2>
      <ul>${roles}</ul>`
  const forUsers = html`<h2>Delegated permissions: it acts for a signed-in user</h2>
      <ul>${scopes}</ul>
      <p>The emulator grants none of these. In no tenant do they reach an app-only token.</p>`
  return document(
    `Permissions requested: ${app.displayName}`,
    html`<h1>Permissions requested</h1>
      <p class="lead"><strong>${app.displayName}</strong> asks for the whole organisation
        <strong>${domain}</strong>.</p>
      <dl><dt>Application (client) ID</dt><dd><code>${app.clientId}</code></dd></dl>
      ${roles.length === 0 ? none : asItself}
      ${roles.length > 0 && isAllThere ? html`<p>All of it is granted already: to accept changes nothing.</p>` : ''}
      ${besides.length === 0 ? '' : kept}
      ${scopes.length === 0 ? '' : forUsers}
      <form method="post"><button type="submit" name="decision" value="accept">Accept for ${domain}</button>
        <button type="submit" name="decision" value="cancel" class="other">Cancel</button></form>
      <p class="note">In a real tenant, a Privileged Role Administrator or a Global Administrator accepts
        Microsoft Graph’s application permissions. An Application Administrator may not.</p>`,
  )
}

const permissionItem = (permission: string, meaning: string, isGranted: boolean): Html =>
  html`<li><code>${permission}</code>${isGranted ? html` <b>granted already</b>` : ''}<span>${meaning}</span></li>`

/** Nobody accepted, and nothing has changed. */
export function cancelledPage(app: App): string {
  return document(
    'Cancelled',
    html`<h1>Cancelled</h1>
      <p class="lead">Nothing was granted to <strong>${app.displayName}</strong> now, and nothing was taken from it.</p>
      <p>Its token stays as it is: until somebody accepts, Graph refuses what is not granted.</p>
      ${next(app, 'See that it is still refused')}`,
  )
}

/** What to do with it, and where to look at it. */
const next = (app: App, words: string): Html =>
  html`<h2>Next</h2>
      <p>${words}, with a new token: <code>why403</code></p>
      <p><a href="/portal/apps/${app.clientId}/permissions">Its permissions in the portal</a></p>`

/** Entra's error page. With an app: the grant was made, and only the way back failed. */
export function refusalPage(world: World, details: EntraRefusalDetails, granted: App | null): string {
  return document(
    granted === null ? 'Sorry' : 'Granted, with nowhere to return to',
    html`${granted === null ? html`<h1>Sorry, but we’re having trouble signing you in</h1>` : grantedText(world, granted)}
      <p role="alert">${details.message}</p>
      <dl>
        <dt>Trace ID</dt><dd><code>${details.traceId}</code></dd>
        <dt>Correlation ID</dt><dd><code>${details.correlationId}</code></dd>
        <dt>Timestamp</dt><dd><code>${details.timestamp}</code></dd>
      </dl>`,
  )
}

function grantedText(world: World, app: App): Html {
  const names = app.declared.filter(one => one.kind === 'Role').map(one => one.permission)
  if (names.length === 0) {
    return html`<h1>Nothing to grant</h1>
      <p class="lead"><strong>${app.displayName}</strong> declares no application permission.</p>`
  }
  return html`<h1>Granted</h1>
      <p class="lead"><strong>${app.displayName}</strong> now holds ${names.join(', ')} in
        <strong>${world.tenant.domain}</strong>: Entra grants first and redirects afterwards, and only the
        redirect failed. Ask for a new token; those issued before stay as they are.</p>
      ${next(app, 'Run it again')}`
}

const document = (title: string, body: Html): string =>
  String(html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · why403 emulator</title>
    <style>
      :root { color-scheme: light dark; --ink: #1b1a19; --paper: #fff; --ground: #f0f2f5; --line: #d2d0ce;
        --soft: #55524f; --accent: #0b5cad; --on-accent: #fff; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #f3f2f1; --paper: #252423; --ground: #161514; --line: #484644; --soft: #c8c6c4;
          --accent: #7ab8f5; --on-accent: #10202f; }
      }
      * { box-sizing: border-box; }
      body { margin: 0; padding: 4vh 1rem; background: var(--ground); color: var(--ink);
        font: 1rem/1.5 system-ui, sans-serif; }
      main { max-width: 34rem; margin: 0 auto; padding: 2rem; background: var(--paper);
        border: 1px solid var(--line); border-radius: .75rem; overflow-wrap: anywhere; }
      .banner { max-width: 34rem; margin: 0 auto 1rem; color: var(--soft); font-size: .875rem; }
      h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; }
      .lead { font-size: 1.125rem; }
      h2 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
      ul { margin: 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
      li { padding: .625rem 0; border-bottom: 1px solid var(--line); }
      li span, dt, .note { color: var(--soft); }
      li span { display: block; }
      dl { margin: 1rem 0; font-size: .875rem; }
      dd { margin: 0 0 .5rem; }
      code { font: .9375em ui-monospace, monospace; }
      button { width: 100%; margin-top: 1.5rem; padding: .75rem 1rem; border: 0; border-radius: .375rem;
        background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
      button.other { margin-top: .5rem; background: none; color: var(--ink); border: 1px solid var(--soft); }
      a { color: var(--accent); }
      button:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
      .note { margin: 1rem 0 0; font-size: .875rem; }
    </style>
  </head>
  <body>
    <p class="banner">Make-believe: this is the why403 emulator on your own machine, and no page of Microsoft’s.</p>
    <main>
      ${body}
    </main>
  </body>
</html>
`)
