import { areaOf } from './area.ts'

/**
 * Permissions that by the form of their names open a part only, of a tenant or of a service: what they reach is decided
 * elsewhere, and no token shows it. In small letters. Learn: Overview of Selected permissions in OneDrive and SharePoint;
 * Microsoft Graph permissions reference; Resource-specific consent for Teams apps.
 */
const partialEndings = [
  // Single sites, lists, items, files, containers, apps.
  '.selected',
  // What this app owns, made, or keeps in its own folder.
  '.ownedby',
  '.createdbyapp',
  '.appfolder',
  // The Teams app that belongs to this app, in any user, team or chat.
  '.whereinstalled',
  // One team, chat, meeting or user, where the app is installed.
  '.group',
  '.chat',
  // What belongs to the calling blueprint or manager.
  '.identityparentedby',
  '.managedby',
  '.createasmanager',
  // Add objects to what other permissions open, and open nothing alone.
  '.restricted',
  '.hidden',
] as const

const partialNames: ReadonlySet<string> = new Set([
  'teamwork.migrate.all',
  'calls.joingroupcall.all',
  'calls.joingroupcallasguest.all',
  'calls.accessmedia.all',
])

/** Selected and SelfFor, where more follows. The word is looked for first: a pattern takes longer to be compiled. */
const partialForms: readonly (readonly [sign: string, form: RegExp])[] = [
  ['selected', /\.(?:read|readwrite|manage)selected(?:for(?:user|team|chat))?(?:\.all)?$/],
  ['selffor', /selffor(?:user|team|chat)(?:\.all)?$/],
]

/** Whether a permission opens a part only, by the form of its name. */
export function isPartial(permission: string): boolean {
  const small = permission.toLowerCase()
  return (
    partialEndings.some(ending => small.endsWith(ending)) ||
    partialNames.has(small) ||
    partialForms.some(([sign, form]) => small.includes(sign) && form.test(small))
  )
}

/** One subject of several that share a path: Microsoft Entra roles, PIM for groups, Exchange, Cloud PCs … */
const subjects: ReadonlySet<string> = new Set([
  'AzureADGroup',
  'Directory',
  'EntraAppRole',
  'Exchange',
  'CloudPC',
  'EntitlementManagement',
  'Defender',
  'Membership',
  'Global',
  'Quarantined',
])

/** What the subject of a permission's name is; null where it names none. */
export function subjectOf(permission: string): string | null {
  const last = permission.slice(permission.lastIndexOf('.') + 1)
  return last !== permission && subjects.has(last) ? last : null
}

/** Where a path names its subject: `/roleManagement/exchange/…`. */
const namedInPath: readonly (readonly [path: RegExp, subject: string])[] = [
  [/^\/rolemanagement\/(?:directory|enterpriseapps)(?:\/|$)/i, 'Directory'],
  [/^\/rolemanagement\/exchange(?:\/|$)/i, 'Exchange'],
  [/^\/rolemanagement\/cloudpc(?:\/|$)/i, 'CloudPC'],
  [/^\/rolemanagement\/defender(?:\/|$)/i, 'Defender'],
  [/^\/rolemanagement\/entitlementmanagement(?:\/|$)/i, 'EntitlementManagement'],
]

/** Whether the path itself names another subject than the permission's name does: it is nothing for that path then. */
export function isOfAnotherSubject(permission: string, template: string): boolean {
  const own = subjectOf(permission)
  const named = namedInPath.find(([path]) => path.test(template))?.[1]
  if (own === null || named === undefined) return false
  return (own === 'EntraAppRole' ? 'Directory' : own) !== named
}

/**
 * Whether a permission is for one subject only, on a path that it shares with others: another accepted permission has the
 * same name but for the subject.
 *
 * @example isOneSubjectOf('RoleManagementPolicy.Read.Directory', ['RoleManagementPolicy.Read.AzureADGroup']) // true
 */
export function isOneSubjectOf(permission: string, accepted: readonly string[]): boolean {
  const own = subjectOf(permission)
  if (own === null) return false
  const stem = (name: string): string => name.slice(0, name.indexOf('.'))
  return accepted.some(other => {
    const another = subjectOf(other)
    return another !== null && another !== own && stem(other) === stem(permission)
  })
}

/**
 * Whether a permission is Intune's, and stands on a path that is not: Intune's pages describe users, groups and the
 * organization too, and list what they are reached by from there.
 */
export function isSharedByIntune(permission: string, template: string): boolean {
  if (!permission.startsWith('DeviceManagement')) return false
  return !['/devicemanagement', '/deviceappmanagement'].includes(areaOf(template).toLowerCase())
}
