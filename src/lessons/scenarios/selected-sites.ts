import { found, type Lesson, statuses, why403 } from '../lesson.ts'

/** A site that was granted to nobody. */
const site = 'northwind.example:/sites/hr:'

export const selectedSites: Lesson = {
  id: 'selected-sites',
  title: 'Sites.Selected is granted, and the site is not',
  opening: null,
  tenant: 'northwind.example',
  app: 'selected',
  steps: [
    {
      title: 'What the permission opens by itself',
      why: 'Sites.Selected opens no site. Each one is granted to the app in SharePoint, and no token shows those grants.',
      acts: [why403(['check', `GET /sites/${site}/lists`], { show: ['verdict'] })],
      seen: ({ report }) => [
        {
          what: 'nothing is predicted: only Graph can tell',
          met: report.operations[0]?.verdict === 'undecided',
        },
      ],
    },
    {
      title: 'SharePoint is asked',
      why: 'Its "Access denied" names no reason; with this token the likeliest is that nobody has granted the site.',
      acts: [why403([`GET /sites/${site}/lists`], { show: ['verdict', 'findings'], most: 9 })],
      seen: ({ report }) => [
        { what: 'Graph answers 403', met: String(statuses(report)) === '403' },
        {
          what: 'the missing grant is named, as likely',
          met: found(report, 'workload/site-not-granted', 'likely'),
        },
      ],
    },
  ],
}
