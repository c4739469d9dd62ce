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

/** The parts of the portal, in their order, each with the line that its picture is drawn with. */
export const places = {
  apps: { title: 'App registrations', path: '/', drawing: 'M3 6h18v12H3zM3 10h18' },
  enterprise: {
    title: 'Enterprise apps',
    path: '/portal/enterprise',
    drawing: 'M4 20V9l8-5 8 5v11zM10 20v-5h4v5',
  },
  users: {
    title: 'Users',
    path: '/portal/users',
    drawing: 'M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4 20c0-4 3.5-6 8-6s8 2 8 6',
  },
  signIns: { title: 'Sign-in logs', path: '/portal/sign-ins', drawing: 'M5 7h14M5 12h14M5 17h8' },
  log: { title: 'Conversation', path: '/portal/log', drawing: 'M4 5h16v11H11l-5 4v-4H4z' },
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
