/**
 * What the permission tables do not tell about families of operations: a table per kind of knowledge, a row
 * per thing known. Patterns are tried on the path template in lower case. Sources beside the rows.
 */
interface Family {
  readonly template: RegExp
}

const exchangeBacked: readonly Family[] = [
  {
    // RBAC for Applications grants mailbox access inside Exchange, and no token shows it.
    // Learn, "Role Based Access Control for Applications in Exchange Online".
    template:
      /^\/users\/\{[^}]*\}\/(messages|mailfolders|calendar|calendars|calendarview|calendargroups|events|contacts|contactfolders|mailboxsettings|sendmail|inferenceclassification|outlook|findmeetingtimes|getmailtips)(\/|\(|$)/,
  },
]

/** Exchange decides about this path template, besides Entra ID. */
export function isExchangeBacked(template: string): boolean {
  return isAmong(exchangeBacked, template)
}

const selectedResources: readonly Family[] = [
  {
    // Sites.Selected and its kin open single sites, lists, items and files, by grants that SharePoint keeps.
    // Learn, "Overview of Selected permissions in OneDrive and SharePoint".
    template: /^\/(sites|drives|shares)(\/|\(|$)|\/drives?(\/|$)|\/lists(\/|$)/,
  },
]

/** A `*.Selected` permission may open this path template for single sites, lists, items or files. */
export function opensToSelected(template: string): boolean {
  return isAmong(selectedResources, template)
}

/** A property that asks for a permission of its own when it is selected, filtered or sorted by. */
export interface GuardedProperty extends Family {
  readonly property: string
  /** Any one of these is needed besides. */
  readonly permissions: readonly string[]
  /** What the tenant must have, too; null when nothing is known of that. */
  readonly licence: string | null
  readonly source: string
}

const users = /^\/users(\/\{id\}|\/delta)?$/

const guardedProperties: readonly GuardedProperty[] = [
  {
    template: users,
    property: 'signInActivity',
    permissions: ['AuditLog.Read.All'],
    licence: 'Microsoft Entra ID P1 or P2',
    source: 'Learn: signInActivity resource type',
  },
  {
    template: users,
    property: 'mailboxSettings',
    permissions: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
    licence: null,
    source: 'Learn: Get user',
  },
  {
    template: users,
    property: 'employeeLeaveDateTime',
    permissions: ['User-LifeCycleInfo.Read.All', 'User-LifeCycleInfo.ReadWrite.All'],
    licence: null,
    source: 'Learn: Configure the employeeLeaveDateTime property for a user',
  },
  {
    template: /^\/(users|serviceprincipals)(\/\{id\})?$/,
    property: 'customSecurityAttributes',
    permissions: ['CustomSecAttributeAssignment.Read.All', 'CustomSecAttributeAssignment.ReadWrite.All'],
    licence: null,
    source: 'Learn: Overview of custom security attributes using the Microsoft Graph API',
  },
]

export function guardedPropertiesOf(template: string): GuardedProperty[] {
  return guardedProperties.filter(row => row.template.test(template.toLowerCase()))
}

const directoryObjects: readonly Family[] = [
  {
    // Learn, "Advanced query capabilities on Microsoft Entra ID objects".
    template:
      /^\/(administrativeunits|applications|contacts|devices|directory\/administrativeunits|directoryroles|groups|serviceprincipals|users)(\/\$count)?$/,
  },
  {
    template:
      /^\/(groups|users|devices|serviceprincipals|applications)\/\{id\}\/(transitive)?(memberof|members|ownedobjects|owners|directreports|transitivereports|registereddevices|owneddevices)(\/\$count|\/(microsoft\.)?graph\.\w+)*$/,
  },
]

/** A collection of directory objects, whose advanced queries are indexed apart. */
export function isDirectoryCollection(template: string): boolean {
  return isAmong(directoryObjects, template)
}

/** Something besides a permission that an app must have. */
export interface SecondGate extends Family {
  /** What must be there. */
  readonly gate: string
  /** How it shows when it is not. */
  readonly symptom: string
  readonly page: string
  readonly source: string
}

const secondGates: readonly SecondGate[] = [
  {
    template: /\/(onlinemeetings|virtualevents)(\/|\(|$)/,
    gate: 'a Teams application access policy that names the app, granted to the user whose meeting it is',
    symptom: '403 "No application access policy found for this app"',
    page: 'https://learn.microsoft.com/graph/cloud-communication-online-meeting-application-access-policy',
    source: 'Learn: Configure application access to online meetings',
  },
  {
    template: /^\/auditlogs\/signins(\/|$)/,
    gate: 'Microsoft Entra ID P1 or P2 in the tenant',
    symptom: '403 Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    page: 'https://learn.microsoft.com/graph/api/signin-list',
    source: 'Learn: List signIns',
  },
  {
    template: /^\/identityprotection\/(risky|riskdetections|serviceprincipalrisk)/,
    gate: 'Microsoft Entra ID P2 in the tenant (workload identities: Workload Identities Premium)',
    symptom: '403 "Your tenant is not licensed for this feature."',
    page: 'https://learn.microsoft.com/graph/api/resources/identityprotection-overview',
    source: 'Learn: Use the Microsoft Graph identity protection APIs',
  },
]

export function secondGatesOf(template: string): SecondGate[] {
  return secondGates.filter(row => row.template.test(template.toLowerCase()))
}

function isAmong(families: readonly Family[], template: string): boolean {
  return families.some(row => row.template.test(template.toLowerCase()))
}
