import type { AppReport } from './app.ts'

/** Two apps, or one in two tenants. A member that is absent could not be compared: one of them was not read. */
export interface AppComparisonReport {
  readonly other: AppReport
  /** Null: the same. */
  readonly state?: { readonly own: string; readonly other: string } | null
  readonly declared?: Difference
  readonly granted?: Difference
}

export interface Difference {
  readonly onlyOwn: readonly string[]
  readonly onlyOther: readonly string[]
}

export function compareApps(own: AppReport, other: AppReport): AppComparisonReport {
  const declared = differ(declaredBy(own), declaredBy(other))
  const granted = differ(grantedTo(own), grantedTo(other))
  return {
    other,
    ...(own.state === undefined || other.state === undefined
      ? {}
      : { state: own.state === other.state ? null : { own: own.state, other: other.state } }),
    ...(declared === undefined ? {} : { declared }),
    ...(granted === undefined ? {} : { granted }),
  }
}

/** `User.Read.All (delegated)`: a name may be declared in two forms. */
function declaredBy({ declared }: AppReport): string[] | undefined {
  return declared?.map(({ permission, kind }) => `${permission} (${kind})`)
}

/** With what an agent inherits. */
function grantedTo({ granted, inherited = [], state }: AppReport): string[] | undefined {
  if (state === 'no-service-principal') return []
  return granted && [...granted, ...inherited].map(({ permission }) => permission)
}

/** Undefined: one of them was not read. */
function differ(
  own: readonly string[] | undefined,
  other: readonly string[] | undefined,
): Difference | undefined {
  if (own === undefined || other === undefined) return undefined
  const onlyIn = (these: readonly string[], those: readonly string[]): string[] =>
    [...new Set(these.filter(one => !those.includes(one)))].sort()
  return { onlyOwn: onlyIn(own, other), onlyOther: onlyIn(other, own) }
}
