/**
 * Permissions that by the form of their names open a part only, of a tenant or of a service: what they reach is decided
 * elsewhere, and no token shows it. Learn: Overview of Selected permissions in OneDrive and SharePoint; Microsoft Graph
 * permissions reference; Resource-specific consent for Teams apps.
 */
const partialForms: readonly (readonly [signs: readonly string[], form: RegExp])[] = [
  // Single sites, lists, items, files, containers, apps.
  [['.selected'], /\.Selected$/i],
  [['selected'], /\.(?:Read|ReadWrite|Manage)Selected(?:For(?:User|Team|Chat))?(?:\.All)?$/i],
  // What this app owns, made, or keeps in its own folder.
  [['.ownedby', '.createdbyapp', '.appfolder'], /\.(?:OwnedBy|CreatedByApp|AppFolder)$/i],
  // The Teams app that belongs to this app, in any user, team or chat.
  [['selffor'], /SelfFor(?:User|Team|Chat)(?:\.All)?$/i],
  [['.whereinstalled'], /\.WhereInstalled$/i],
  // One team, chat, meeting or user, where the app is installed.
  [['.group', '.chat'], /\.(?:Group|Chat)$/i],
  [['teamwork.migrate.'], /^Teamwork\.Migrate\.All$/i],
  // What belongs to the calling blueprint or manager.
  [
    ['.identityparentedby', '.managedby', '.createasmanager'],
    /\.(?:IdentityParentedBy|ManagedBy|CreateAsManager)$/i,
  ],
  // Add objects to what other permissions open, and open nothing alone.
  [['.restricted', '.hidden'], /\.(?:Restricted|Hidden)$/i],
  [['calls.'], /^Calls\.(?:JoinGroupCall|JoinGroupCallAsGuest|AccessMedia)\.All$/i],
]

/**
 * Whether a permission opens a part only, by the form of its name. One of the signs of a form stands in each such name, in
 * small letters: a pattern takes longer to be compiled than all of them to be looked for.
 */
export function isPartial(permission: string): boolean {
  const small = permission.toLowerCase()
  return partialForms.some(
    ([signs, form]) => signs.some(sign => small.includes(sign)) && form.test(permission),
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
  const [, area = ''] = template.split('/', 2)
  return !['devicemanagement', 'deviceappmanagement'].includes(area.toLowerCase())
}
