import type { DataSources } from '../tables/permission-index.ts'

/** Whose data it is, and how old it is where that has to be said. */
export interface DataReport extends DataSources {
  /** Days since the newer of the sources; absent while it is no more than 60. */
  readonly ageInDays?: number
}

const worthSaying = 60

/**
 * The sources, with their age.
 *
 * @param at seconds since 1970
 */
export function aged(data: DataSources, at: number): DataReport {
  const dates = [data.date, data.documentation?.date].map(date => Date.parse(date ?? ''))
  const newest = Math.max(...dates.filter(date => !Number.isNaN(date)))
  const days = Math.floor((at - newest / 1000) / 86_400)
  return Number.isFinite(days) && days > worthSaying ? { ...data, ageInDays: days } : data
}
