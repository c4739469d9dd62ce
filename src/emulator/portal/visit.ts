import { html, type Markup } from '../../render/html/parts/html.ts'
import type { Entity } from '../graph/entities.ts'
import type { World } from '../world.ts'
import { GraphClient } from './graph-client.ts'
import type { PortalHooks } from './hooks.ts'
import type { Role } from './session.ts'

/** One request of somebody who is at the portal. */
export interface Visit {
  readonly world: World
  readonly role: Role
  readonly graph: GraphClient
  readonly hooks: PortalHooks
  readonly url: URL
}

/** The parts of the portal, in their order. */
export const places = {
  apps: { title: 'App registrations', path: '/' },
  enterprise: { title: 'Enterprise apps', path: '/portal/enterprise' },
  users: { title: 'Users', path: '/portal/users' },
  signIns: { title: 'Sign-in logs', path: '/portal/sign-ins' },
  log: { title: 'Conversation', path: '/portal/log' },
} as const

export type Place = keyof typeof places

/** What a page of the portal is made of; head, menu and conversation come around it. */
export interface Content {
  readonly title: string
  readonly place: Place
  readonly body: Markup
  readonly status?: number
  readonly styles?: readonly string[]
  /** The page is the conversation itself. */
  readonly isLog?: boolean
}

export async function visitOf(
  world: World,
  request: Request,
  role: Role,
  hooks: PortalHooks,
): Promise<Visit> {
  const graph = await GraphClient.signedIn(world, role)
  return { world, role, graph, hooks, url: new URL(request.url) }
}

/** A property of an object of Graph's, as text; empty where it has none. */
export function textOf(entity: Entity, name: string): string {
  const value = new Map(Object.entries(entity)).get(name)
  return value === null || value === undefined ? '' : String(value)
}

/** A list among the properties. */
export function listOf(entity: Entity, name: string): Entity[] {
  const value = new Map(Object.entries(entity)).get(name)
  return Array.isArray(value) ? value : []
}

/** 2026-11-22 19:31 UTC */
export function moment(iso: string): Markup {
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`
}

/** The tenant's name without the remark that is in it, which the pages make themselves. */
export const tenantName = ({ world }: Pick<Visit, 'world'>): string =>
  world.tenant.displayName.replace(' (make-believe)', '')

export const isAdministrator = ({ role }: Visit): boolean => role === 'administrator'
