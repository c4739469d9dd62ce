import type { User } from './tenant-file.ts'

const givenNames = ['Aino', 'Bilal', 'Clara', 'Dmitri', 'Elif', 'Femi', 'Gita', 'Henrik', 'Ivana', 'Joao']
const surnames = ['Abara', 'Bianchi', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Horvat', 'Ivanov']
const departments = ['Finance', 'IT', 'Logistics', 'People', 'Retail', 'Sales']

const firstDay = Date.UTC(2020, 0, 1)
const hour = 3_600_000

/** So many make-believe users, always the same: each is made when it is asked for, and none is kept. */
export function crowd(count: number, domain: string): Iterable<User> {
  return {
    *[Symbol.iterator]() {
      for (let nth = 1; nth <= count; nth++) yield member(nth, domain)
    },
  }
}

const one = (names: readonly string[], nth: number): string => names.at(nth % names.length)!

function member(nth: number, domain: string): User {
  const givenName = one(givenNames, nth)
  const surname = one(surnames, nth)
  const mail = `${givenName}.${surname}.${nth}@${domain}`.toLowerCase()
  return {
    id: `5eed0000-0000-4000-8000-${nth.toString(16).padStart(12, '0')}`,
    displayName: `${givenName} ${surname} ${nth}`,
    givenName,
    surname,
    userPrincipalName: mail,
    mail,
    jobTitle: 'Make-believe colleague',
    department: one(departments, nth),
    officeLocation: null,
    mobilePhone: null,
    businessPhones: [],
    preferredLanguage: 'en',
    accountEnabled: true,
    userType: 'Member',
    createdDateTime: `${new Date(firstDay + nth * hour).toISOString().slice(0, 19)}Z`,
  }
}
