/**
 * What the permission tables do not tell about families of operations, a row each. Patterns are tried on
 * the path template in lower case. Sources beside the rows.
 */
interface EndpointRow {
  readonly template: RegExp
  readonly trait: 'exchange-backed'
}

const rows: readonly EndpointRow[] = [
  {
    // RBAC for Applications grants mailbox access inside Exchange, and no token shows it.
    // Learn, "Role Based Access Control for Applications in Exchange Online".
    template:
      /^\/users\/\{[^}]*\}\/(messages|mailfolders|calendar|calendars|calendarview|calendargroups|events|contacts|contactfolders|mailboxsettings|sendmail|inferenceclassification|outlook|findmeetingtimes|getmailtips)(\/|\(|$)/,
    trait: 'exchange-backed',
  },
]

/** Exchange decides about this path template, besides Entra ID. */
export function isExchangeBacked(template: string): boolean {
  return rows.some(row => row.trait === 'exchange-backed' && row.template.test(template.toLowerCase()))
}
