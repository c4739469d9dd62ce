import type { SignInFile, User } from './tenant-file.ts'

const givenNames =
  `Aino Bilal Clara Dmitri Elif Femi Gita Henrik Ivana Joao Katya Liam Mei Nadia Oscar Priya Quentin Rosa
Samir Tomas Ursula Victor Wanda Xenia Yusuf Zofia Anders Beatriz Cosmin Daniela Emre Fatima Goran Hana Ines Jonas Kofi Leila
Marek Noor Olga Pedro Rafael Signe Tariq Vesna Wei`.split(/\s/)
const surnames =
  `Abara Bianchi Costa Dubois Eriksen Fischer Garcia Horvat Ivanov Jansen Kowalski Lindgren Moreau Nguyen
Okonkwo Petrov Quist Rossi Silva Tanaka Ueda Vargas Weber Yilmaz Zhang Alvarez Berg Chaudhry Dimitrov Ekstrom Farouk Gruber
Haddad Ionescu Jovanovic Keller Lopes Meyer Novak Olsen Park Rahman Santos Toth Urban Virtanen Wagner`.split(
    /\s/,
  )

/** Departments, with what people there are. */
const work = [
  ['Finance', ['Accountant', 'Controller', 'Payroll Specialist']],
  ['IT', ['Systems Engineer', 'Service Desk Agent', 'Network Engineer']],
  ['Logistics', ['Planner', 'Warehouse Lead', 'Buyer']],
  ['People', ['Recruiter', 'HR Partner', 'Trainer']],
  ['Retail', ['Store Manager', 'Sales Associate', 'Merchandiser']],
  ['Sales', ['Account Manager', 'Sales Engineer', 'Bid Manager']],
  ['Legal', ['Counsel', 'Paralegal', 'Privacy Officer']],
] as const
const offices = ['North 1', 'North 2', 'South 1', 'Harbour', 'Mill Lane', null] as const

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

const one = <Value>(values: readonly Value[], nth: number): Value => values.at(nth % values.length)!

/** Each pair of names once, in no order that one would notice; then the same again, with a number. */
const pairs = givenNames.length * surnames.length

function member(nth: number, domain: string): User {
  const pair = (nth * 1009) % pairs
  const again = Math.floor((nth - 1) / pairs)
  const givenName = one(givenNames, pair)
  const surname = one(surnames, Math.floor(pair / givenNames.length))
  const mail = `${givenName}.${surname}${again === 0 ? '' : again + 1}@${domain}`.toLowerCase()
  const [department, titles] = one(work, nth * 5)
  return {
    id: `5eed0000-0000-4000-8000-${nth.toString(16).padStart(12, '0')}`,
    displayName: `${givenName} ${surname}`,
    givenName,
    surname,
    userPrincipalName: mail,
    mail,
    jobTitle: one(titles, nth * 7),
    department,
    officeLocation: one(offices, nth * 11),
    mobilePhone: null,
    businessPhones: [],
    preferredLanguage: 'en',
    accountEnabled: true,
    userType: 'Member',
    createdDateTime: `${new Date(firstDay + nth * hour).toISOString().slice(0, 19)}Z`,
  }
}

/** More of them would only fill the log. */
const mostActive = 300

/** What they signed in to before the start: some twice, some never, and one in twenty with a wrong password. */
export function* crowdSignIns(
  count: number,
  domain: string,
  apps: readonly Pick<SignInFile, 'appId' | 'appDisplayName'>[],
): Iterable<readonly [who: User, signIn: Omit<SignInFile, 'user'>]> {
  if (apps.length === 0) return
  for (let nth = 1; nth <= Math.min(count, mostActive); nth++) {
    const who = member(nth, domain)
    for (let time = 0; time < (nth * 3) % 4; time++) {
      const drawn = nth * 97 + time * 389
      const failed = drawn % 20 === 0
      const signIn = {
        id: `5eed0001-0000-4000-8000-${(nth * 4 + time).toString(16).padStart(12, '0')}`,
        minutesAgo: 2 + (drawn % 1430),
        ...one(apps, drawn),
        ipAddress: `192.0.2.${30 + (nth % 200)}`,
        clientAppUsed: drawn % 3 === 0 ? 'Mobile Apps and Desktop clients' : 'Browser',
        errorCode: failed ? 50126 : 0,
        failureReason: failed
          ? 'Error validating credentials due to invalid username or password.'
          : 'Other.',
      }
      yield [who, signIn]
    }
  }
}
