/**
 * Graph permissions whose reach is more than their name tells, the worst first: what a holder can do with
 * them, and whether that includes giving itself more. Sources: Learn, "Microsoft Graph permissions
 * reference" and "Privileged roles and permissions in Microsoft Entra ID"; published research on escalation
 * by service principals. Of application permissions; a delegated one is bounded by what its user may do.
 */
export interface PowerRow {
  readonly permission: string
  /** A clause: the holder can … */
  readonly allows: string
  /** The holder can give itself, or an app or a user that it controls, more than it has. */
  readonly escalates: boolean
}

type Row = readonly [permission: string, allows: string]

const escalating: readonly Row[] = [
  ['AppRoleAssignment.ReadWrite.All', 'give any app, itself included, every application permission there is'],
  ['RoleManagement.ReadWrite.Directory', 'make itself, or anybody, Global Administrator'],
  ['RoleAssignmentSchedule.ReadWrite.Directory', 'give itself, or anybody, any directory role'],
  ['RoleEligibilitySchedule.ReadWrite.Directory', 'make itself, or anybody, eligible for any directory role'],
  ['Application.ReadWrite.All', 'add a credential to any app, and act with all that this app may do'],
  [
    'AgentIdentityBlueprint.AddRemoveCreds.All',
    'add a credential to any agent blueprint, and act as its agents',
  ],
  ['DelegatedPermissionGrant.ReadWrite.All', 'consent for every user to any delegated permission of any app'],
  ['Policy.ReadWrite.PermissionGrant', 'decide what may be consented to without an administrator'],
  ['UserAuthenticationMethod.ReadWrite.All', 'give any user a new way to sign in, and sign in as that user'],
  ['User-PasswordProfile.ReadWrite.All', "set users' passwords, and sign in as them"],
  ['PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup', 'put itself into groups that hold roles'],
  ['PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup', 'make itself eligible for groups that hold roles'],
  ['PrivilegedAccess.ReadWrite.AzureADGroup', 'put itself into groups that hold roles'],
  [
    'EntitlementManagement.ReadWrite.All',
    'hand out access packages, with the groups, apps and roles in them',
  ],
  ['Directory.ReadWrite.All', 'change nearly all of the directory: users, groups and their members'],
  ['Group.ReadWrite.All', 'put itself into groups and read or change all that they own'],
  ['GroupMember.ReadWrite.All', 'put itself into groups, and gain what they open'],
  ['Domain.ReadWrite.All', 'let a domain be federated with a server of its own, and forge sign-ins from it'],
  ['Organization.ReadWrite.All', 'have the tenant trust a certificate authority of its own for sign-in'],
  ['Application.ReadWrite.OwnedBy', 'add a credential to the apps that it owns'],
  ['Policy.ReadWrite.ConditionalAccess', 'switch off what guards sign-ins'],
  ['Policy.ReadWrite.AuthenticationMethod', 'decide how users may sign in'],
  ['Sites.FullControl.All', 'own every site, and give others access to any'],
]

const powerful: readonly Row[] = [
  ['DeviceManagementScripts.ReadWrite.All', 'run scripts of its own on every managed device'],
  ['DeviceManagementConfiguration.ReadWrite.All', 'change the configuration of every managed device'],
  ['DeviceManagementManagedDevices.PrivilegedOperations.All', 'wipe, lock and unlock managed devices'],
  ['DeviceManagementRBAC.ReadWrite.All', 'decide who administers managed devices'],
  ['User.ReadWrite.All', 'change, block and delete users'],
  ['Device.ReadWrite.All', 'change and delete devices'],
  ['Mail.Send', 'send mail as anybody'],
  ['Mail.ReadWrite', 'read, change and delete the mail of every mailbox'],
  ['Mail.Read', 'read the mail of every mailbox'],
  ['MailboxSettings.ReadWrite', 'change the settings and rules of every mailbox'],
  ['Sites.ReadWrite.All', 'read and change every site and all documents'],
  ['Sites.Read.All', 'read every site and all documents'],
  ['Files.ReadWrite.All', 'read, change and delete every file'],
  ['Files.Read.All', 'read every file'],
  ['Chat.ReadWrite.All', 'read and write all chats'],
  ['Chat.Read.All', 'read all chats'],
  ['ChannelMessage.Read.All', 'read all channel messages'],
  ['BitlockerKey.Read.All', 'read the recovery keys of all disks'],
  ['DeviceLocalCredential.Read.All', 'read the local administrator passwords of devices'],
]

export const powers: readonly PowerRow[] = [
  ...escalating.map(([permission, allows]) => ({ permission, allows, escalates: true })),
  ...powerful.map(([permission, allows]) => ({ permission, allows, escalates: false })),
]
